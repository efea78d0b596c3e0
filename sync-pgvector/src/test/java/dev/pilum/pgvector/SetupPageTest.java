package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the SQL of docs/setup-pgvector.md, in order, with a mirror where the page has it. */
class SetupPageTest {
  private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  @Test
  void thePagesSqlPreparesVerifiesAndSearches(@TempDir Path folder) throws IOException {
    List<String> blocks = SQL.matcher(page()).results().map(found -> found.group(1)).toList();
    try (PgSchema pg = PgSchema.create();
        Database db = Database.open(folder)) {
      String role = pg.name() + "_role";
      pg.session().runPlain("create role " + role);
      try {
        pg.session().runPlain(blocks.get(0));
        pg.session().runPlain(blocks.get(1));
        pg.session().runPlain(blocks.get(2).replace("reader_and_writer", role));
        Table table = table(db);
        PgMirror mirror = pg.mirror(pg.table("docs").withDdl(DdlMode.MANUAL));
        assertThat(mirror.check(table.schema()).ok()).isTrue();
        mirror.mirror(table, MirrorStrategy.FULL);
        assertThat(mirror.verify(table).ok()).isTrue();
        for (String query : blocks.get(3).strip().split(";\\n?", 4)) {
          assertThat(pg.rows(query)).as(query).isNotEmpty();
        }
        assertThat(pg.rows(blocks.get(4).strip().replaceFirst(";$", "")).getFirst())
            .containsExactly("a", "first", "1");
      } finally {
        pg.session().runPlain("drop owned by " + role + "; drop role " + role);
      }
    }
  }

  @Test
  void thePagesStatementsAreThoseOfTheDdlCommand() throws IOException {
    String rendered =
        PgMirror.of(PgTarget.of("postgresql://localhost/x"), MirrorOptions.of("docs"))
            .ddl(schema())
            .text()
            .replace("\"public\".", "")
            .replace("\"docs\"", "docs")
            .replace("\"pilum_sync\"", "pilum_sync")
            .replace("\"docs_embedding_hnsw\"", "docs_embedding_hnsw");
    Matcher blocks = SQL.matcher(page());
    assertThat(blocks.find()).isTrue();
    assertThat(rendered).contains(blocks.group(1).strip());
    assertThat(blocks.find()).isTrue();
    assertThat(rendered).contains(blocks.group(1).strip());
  }

  private static Schema schema() {
    return Schema.builder()
        .key("id", Types.utf8())
        .field("title", Types.utf8())
        .vector("embedding", 384, Metric.COSINE)
        .build();
  }

  private static Table table(Database db) {
    Table table = db.createTable("docs", schema());
    float[] vector = new float[384];
    vector[3] = 1;
    table.upsert(Row.of("id", "a", "title", "first", "embedding", vector));
    return table;
  }

  private static String page() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/setup-pgvector.md"))) {
      folder = folder.getParent();
    }
    return Files.readString(folder.resolve("docs/setup-pgvector.md"));
  }
}
