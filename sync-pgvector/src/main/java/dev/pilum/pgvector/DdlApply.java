package dev.pilum.pgvector;

/** Creates in a target what is missing, when asked to. */
final class DdlApply {
  private final Session session;
  private final MirrorOptions options;

  DdlApply(Session session, MirrorOptions options) {
    this.session = session;
    this.options = options;
  }

  /** Creates extension, schema and table of watermarks, unless they are there. */
  void ensureBase() {
    if (session.extensionSchema() == null) {
      session.runPlain(DdlRenderer.CREATE_EXTENSION);
    }
    if (session.text("select 1 from pg_namespace where nspname = ?", options.schema()) == null) {
      session.runPlain("create schema if not exists " + Names.quote(options.schema()));
    }
    session.setSearchPath(options.schema());
    String sync = Names.quote(options.schema(), DdlRenderer.SYNC_TABLE);
    if (session.text("select to_regclass(?)", sync) == null) {
      session.runPlain(DdlRenderer.createSyncTable(options.schema()));
    }
  }

  /** Creates all that a table needs. */
  void all(DdlRenderer ddl) {
    ensureBase();
    ddl.script(null).app().forEach(session::runPlain);
  }
}
