package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Creates in a target what is missing, when asked to. */
final class DdlApply {
  private final Session session;
  private final MirrorOptions options;

  DdlApply(Session session, MirrorOptions options) {
    this.session = session;
    this.options = options;
  }

  /**
   * Creates schema, extension and table of watermarks, unless they are there.
   *
   * @throws InvalidRequest when the role may not, with all that an administrator has to run
   */
  void ensureBase() {
    for (String statement : missingBase(session, options.schema())) {
      runForDba(statement, () -> !missingBase(session, options.schema()).contains(statement));
    }
    session.setSearchPath(options.schema());
    if (!Watermark.isThere(session, options)) {
      runForDba(
          DdlRenderer.createSyncTable(options.schema()), () -> Watermark.isThere(session, options));
    }
  }

  /**
   * Returns the statements that create what a target's tables stand on, as far as it is missing:
   * the schema first, for the extension goes into the first schema of the search path that exists.
   */
  static List<String> missingBase(Session session, String schema) {
    List<String> missing = new ArrayList<>();
    if (session.text("select 1 from pg_namespace where nspname = ?", schema) == null) {
      missing.add(DdlRenderer.createSchema(schema));
    }
    if (session.extensionSchema() == null) {
      missing.add(DdlRenderer.CREATE_EXTENSION);
    }
    return missing;
  }

  /** Of two who create the same at once PostgreSQL refuses one, though it may be there already. */
  private void runForDba(String statement, BooleanSupplier there) {
    try {
      session.runPlain(statement);
    } catch (InvalidRequest e) {
      if (!there.getAsBoolean()) {
        throw new InvalidRequest(
            e.getMessage() + "; or an administrator of this database runs: " + forDba(), e);
      }
    }
  }

  /** Returns what an administrator has to run, so that the mirror can do the rest. */
  private String forDba() {
    List<String> statements = missingBase(session, options.schema());
    String role = String.valueOf(session.text("select current_user"));
    statements.add(DdlRenderer.grantSchema(options.schema(), role));
    return String.join("; ", statements);
  }

  /** Creates all that a table needs. */
  void all(DdlRenderer ddl) {
    ensureBase();
    TakenNames.requireOwnIndexes(session, options.schema(), options.table(), ddl.indexNames(""));
    ddl.script(null).app().forEach(session::runPlain);
  }
}
