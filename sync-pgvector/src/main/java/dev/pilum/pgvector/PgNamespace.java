package dev.pilum.pgvector;

import dev.pilum.backend.Namespace;
import dev.pilum.backend.VectorCollection;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The collections of one namespace: tables that say so in their comments. */
final class PgNamespace implements Namespace {
  /**
   * Whoever creates or drops tables of collections holds this lock; the number is "PILU". In
   * decimal digits: PostgreSQL reads others from 16 on.
   */
  static final String TAKE_TURNS = "select pg_advisory_xact_lock(1346980949)";

  private final String name;
  private final PgSettings settings;
  private final Connections connections;

  PgNamespace(String name, PgSettings settings, Connections connections) {
    this.name = name;
    this.settings = settings;
    this.connections = connections;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> collectionNames() {
    return connections.call(session -> catalog(session).names(name));
  }

  @Override
  public boolean create(String collection, Schema schema) {
    CollectionName of = new CollectionName(name, collection);
    schema.names().forEach(column -> Names.check("column", column));
    CollectionDdl ddl = new CollectionDdl(settings, of, schema);
    if (!settings.mayCreate()) {
      return createdBySomebody(of, ddl);
    }
    return connections.transact(session -> {
      session.row(TAKE_TURNS);
      if (catalog(session).find(of) != null) {
        return false;
      }
      ensureBase(session);
      TakenNames.requireOwnIndexes(
          session, settings.schema(), of.table(settings.home()), ddl.indexNames());
      ddl.table().forEach(session::runPlain);
      return true;
    });
  }

  private boolean createdBySomebody(CollectionName of, CollectionDdl ddl) {
    if (connections.call(session -> catalog(session).find(of)) != null) {
      return false;
    }
    throw new InvalidRequest(
        "Table %s does not exist, and nothing is created unasked: check database and schema (information_schema.tables lists what is there), then run the following, or configure 'ddl: apply'%n%s;"
            .formatted(of.table(settings.home()), String.join(";%n".formatted(), ddl.all())));
  }

  private void ensureBase(Session session) {
    String there = "select 1 from pg_namespace where nspname = ?";
    if (session.text(there, settings.schema()) == null) {
      session.runPlain(DdlRenderer.createSchema(settings.schema()));
    }
    if (session.extensionSchema() == null) {
      session.runPlain(DdlRenderer.CREATE_EXTENSION);
    }
  }

  @Override
  public @Nullable VectorCollection find(String collection) {
    CollectionName of = new CollectionName(name, collection);
    FoundTable found = connections.call(session -> catalog(session).find(of));
    return found == null ? null : new PgCollection(found, settings, connections);
  }

  @Override
  public boolean exists(String collection) {
    CollectionName of = new CollectionName(name, collection);
    return connections.call(session -> catalog(session).find(of)) != null;
  }

  @Override
  public boolean drop(String collection) {
    CollectionName of = new CollectionName(name, collection);
    return connections.transact(session -> {
      session.row(TAKE_TURNS);
      FoundTable found = catalog(session).find(of);
      if (found != null) {
        drop(session, found);
      }
      return found != null;
    });
  }

  private void drop(Session session, FoundTable found) {
    String sql = new CollectionDdl(settings, found.name(), found.schema()).drop();
    if (!found.own()) {
      throw new InvalidRequest(
          "Table %s was not made by this backend, which drops no others; drop it yourself: %s"
              .formatted(found.quoted(), sql));
    }
    if (!settings.mayCreate()) {
      throw new InvalidRequest(
          "nothing is dropped unasked: run '%s', or configure 'ddl: apply'".formatted(sql));
    }
    session.runPlain(sql);
  }

  private CollectionCatalog catalog(Session session) {
    return new CollectionCatalog(session, settings);
  }
}
