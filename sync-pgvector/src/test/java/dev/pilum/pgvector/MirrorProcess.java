package dev.pilum.pgvector;

import dev.pilum.Database;
import dev.pilum.Table;
import java.nio.file.Path;

/**
 * A process that mirrors a table, to be killed meanwhile: folder of the database, name of the
 * table, URL, strategy.
 */
final class MirrorProcess {
  private MirrorProcess() {}

  public static void main(String[] arguments) {
    PgMirror mirror = PgMirror.of(PgTarget.of(arguments[2]), FaultsTest.OPTIONS);
    try (Database db = Database.open(Path.of(arguments[0]))) {
      Table table = db.openTable(arguments[1]);
      System.out.println("mirrors");
      mirror.mirror(table, MirrorStrategy.valueOf(arguments[3]));
      System.out.println("done");
    }
  }
}
