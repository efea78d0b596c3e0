package dev.pilum.bench.compare.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.PGobject;

/**
 * PostgreSQL with pgvector: a server, asked over a socket of this machine; each store is a table.
 */
public final class PgvectorPeer implements Engine {
  /** Names the server, as the tests of {@code sync-pgvector} want it. */
  private static final String URL = "TEST_POSTGRES_URL";

  private final Set<String> tables = new LinkedHashSet<>();
  private String version = "";

  @Override
  public String name() {
    return "pgvector";
  }

  @Override
  public About about() {
    return new About(
        version,
        "server as it is configured, fsync and synchronous_commit on; table with primary key, hnsw"
            + " (m 16, ef_construction 200), btree on the filter's column, stored tsvector with"
            + " gin; iterative_scan strict_order for filters; ts_rank_cd of any word; hybrid by"
            + " reciprocal rank fusion in SQL; COPY from 50 rows on; open is a new connection to"
            + " the running server; memory is that of the connection's process");
  }

  @Override
  public boolean exact() {
    return false;
  }

  @Override
  public Store create(Path folder, int dimension) throws IOException {
    Rows rows = connect(folder);
    SqlStore.io(() -> {
      rows.create(dimension);
      return null;
    });
    tables.add(table(folder));
    return rows;
  }

  @Override
  public Store open(Path folder, int dimension) throws IOException {
    return connect(folder);
  }

  @Override
  public void close() throws IOException {
    String url = System.getenv(URL);
    if (url != null && !tables.isEmpty()) {
      SqlStore.io(() -> {
        try (Connection connection = DriverManager.getConnection(url);
            Statement statement = connection.createStatement()) {
          for (String table : tables) {
            statement.execute("drop table if exists " + table);
          }
        }
        return null;
      });
    }
  }

  private Rows connect(Path folder) throws IOException {
    String url = System.getenv(URL);
    if (url == null || url.isBlank()) {
      throw new Absent(
          "no server: set " + URL + "=$(dev/pgvector up) to the JDBC URL of one with pgvector");
    }
    String table = table(folder);
    return SqlStore.io(() -> {
      Rows rows = new Rows(url, table);
      version = rows.version();
      return rows;
    });
  }

  /** Returns a table's name that another run on the same server has not. */
  private static String table(Path folder) {
    String name = folder.toAbsolutePath().toString();
    return "compare_%s_%08x"
        .formatted(String.valueOf(folder.getFileName()).replaceAll("\\W", "_"), name.hashCode());
  }

  private static final class Rows extends CallByCall {
    private static final int COPY_FROM = 50;
    private static final int CANDIDATES = 100;

    private final String url;
    private final String table;
    private final SqlStore sql;
    private final long process;
    private int breadth;

    Rows(String url, String table) throws SQLException {
      this.url = url;
      this.table = table;
      this.sql = new SqlStore(DriverManager.getConnection(url));
      sql.execute("set hnsw.iterative_scan = strict_order");
      this.process = sql.number("select pg_backend_pid()");
    }

    void create(int dimension) throws SQLException {
      sql.execute("create extension if not exists vector");
      sql.execute("drop table if exists " + table);
      sql.execute(
          ("create table %s (key int primary key, bucket int not null, body text not null,"
                  + " words tsvector generated always as (to_tsvector('english', body)) stored,"
                  + " embedding vector(%d) not null)")
              .formatted(table, dimension));
    }

    String version() throws SQLException {
      try (ResultSet rows =
          sql.prepared(
                  "select 'pgvector ' || extversion || ', PostgreSQL ' ||"
                      + " current_setting('server_version') from pg_extension where extname ="
                      + " 'vector'")
              .executeQuery()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }

    @Override
    void insert(List<Doc> docs) throws IOException {
      write(docs, "");
    }

    @Override
    void upsert(List<Doc> docs) throws IOException {
      write(
          docs,
          " on conflict (key) do update set bucket = excluded.bucket, body = excluded.body,"
              + " embedding = excluded.embedding");
    }

    private void write(List<Doc> docs, String conflict) throws IOException {
      SqlStore.io(() -> {
        if (docs.size() >= COPY_FROM && conflict.isEmpty()) {
          copy(docs);
        } else {
          insert(docs, conflict);
        }
        return null;
      });
    }

    private void insert(List<Doc> docs, String conflict) throws SQLException {
      sql.connection().setAutoCommit(docs.size() == 1);
      String text =
          "insert into " + table + " (key, bucket, body, embedding) values (?, ?, ?, ?)" + conflict;
      for (Doc doc : docs) {
        PreparedStatement statement =
            sql.prepared(text, doc.key(), doc.bucket(), doc.body(), vector(doc.vector()));
        if (docs.size() == 1) {
          statement.executeUpdate();
        } else {
          statement.addBatch();
        }
      }
      if (docs.size() > 1) {
        sql.prepared(text).executeBatch();
        sql.connection().commit();
        sql.connection().setAutoCommit(true);
      }
    }

    private void copy(List<Doc> docs) throws SQLException {
      StringBuilder lines = new StringBuilder();
      for (Doc doc : docs) {
        lines
            .append(doc.key())
            .append('\t')
            .append(doc.bucket())
            .append('\t')
            .append(doc.body().replace("\\", "\\\\").replaceAll("[\t\r\n]", " "))
            .append('\t')
            .append(text(doc.vector()))
            .append('\n');
      }
      try {
        sql.connection()
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "copy " + table + " (key, bucket, body, embedding) from stdin",
                new java.io.ByteArrayInputStream(
                    lines.toString().getBytes(StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new SQLException(e);
      }
    }

    private static String text(float[] vector) {
      StringBuilder text = new StringBuilder("[");
      for (int i = 0; i < vector.length; i++) {
        text.append(i == 0 ? "" : ",").append(vector[i]);
      }
      return text.append(']').toString();
    }

    private static PGobject vector(float[] vector) throws SQLException {
      PGobject object = new PGobject();
      object.setType("vector");
      object.setValue(text(vector));
      return object;
    }

    @Override
    void move(int key, int bucket) throws IOException {
      change("update " + table + " set bucket = ? where key = ?", bucket, key);
    }

    @Override
    void delete(int key) throws IOException {
      change("delete from " + table + " where key = ?", key);
    }

    private void change(String statement, @Nullable Object... parameters) throws IOException {
      SqlStore.io(() -> {
        sql.update(statement, parameters);
        return null;
      });
    }

    @Override
    int[] get(int key) throws IOException {
      return SqlStore.io(() -> {
        String query = "select bucket, body, embedding from " + table + " where key = ?";
        try (ResultSet rows = sql.prepared(query, key).executeQuery()) {
          if (!rows.next()) {
            return new int[0];
          }
          int dimension = rows.getString(3).split(",", -1).length;
          return new int[] {rows.getInt(1), rows.getString(2).length(), dimension};
        }
      });
    }

    @Override
    boolean exists(int key) throws IOException {
      return SqlStore.io(
              () -> sql.numbers("select key from " + table + " where key = ?", 1, key).length)
          > 0;
    }

    @Override
    int[] search(float[] query, int limit, int wanted, int below) throws IOException {
      return SqlStore.io(() -> {
        keep(Math.max(limit, wanted));
        String where = below < Work.ALL ? " where bucket < " + below : "";
        return sql.numbers(
            "select key from " + table + where + " order by embedding <=> ? limit " + limit,
            limit,
            vector(query));
      });
    }

    private void keep(int candidates) throws SQLException {
      if (breadth != candidates) {
        sql.execute("set hnsw.ef_search = " + candidates);
        breadth = candidates;
      }
    }

    /** Any of the words. */
    private static String anyOf(String words) {
      return String.join(" or ", words.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1));
    }

    @Override
    int[] text(String words, int limit) throws IOException {
      return SqlStore.io(() ->
          sql.numbers(
              ("select key from %s, websearch_to_tsquery('english', ?) q where words @@ q"
                      + " order by ts_rank_cd(words, q) desc limit %d")
                  .formatted(table, limit),
              limit,
              anyOf(words)));
    }

    @Override
    int[] hybrid(float[] query, String words, int limit, int wanted) throws IOException {
      return SqlStore.io(() -> {
        keep(Math.max(CANDIDATES, wanted));
        return sql.numbers(
            """
            with v as (select key, row_number() over (order by distance) as place from
                (select key, embedding <=> ? as distance from %1$s order by 2 limit %2$d) near),
              t as (select key, row_number() over (order by rank desc) as place from
                (select key, ts_rank_cd(words, q) as rank from %1$s, websearch_to_tsquery('english', ?) q
                  where words @@ q order by 2 desc limit %2$d) fitting)
            select coalesce(v.key, t.key) from v full join t on v.key = t.key
            order by coalesce(1.0 / (60 + v.place), 0) + coalesce(1.0 / (60 + t.place), 0) desc limit %3$d
            """
                .formatted(table, CANDIDATES, limit),
            limit,
            vector(query),
            anyOf(words));
      });
    }

    @Override
    public void settle() throws IOException {
      SqlStore.io(() -> {
        index(
            "embedding", "hnsw (embedding vector_cosine_ops) with (m = 16, ef_construction = 200)");
        index("bucket", "btree (bucket)");
        index("words", "gin (words)");
        sql.execute("vacuum analyze " + table);
        return null;
      });
    }

    private void index(String column, String how) throws SQLException {
      sql.execute(
          "create index if not exists %s_%s on %s using %s".formatted(table, column, table, how));
    }

    @Override
    public long count() throws IOException {
      return SqlStore.io(() -> sql.number("select count(*) from " + table));
    }

    @Override
    public long diskBytes() throws IOException {
      return SqlStore.io(() -> sql.number("select pg_total_relation_size('" + table + "')"));
    }

    @Override
    public long processId() {
      return process;
    }

    @Override
    public long bytesOutsideHeap() throws IOException {
      return MappedBytes.ofProcess(process, "RssAnon", "RssShmem");
    }

    @Override
    CallByCall forAnotherThread() throws IOException {
      return SqlStore.io(() -> new Rows(url, table));
    }

    @Override
    public void close() throws IOException {
      sql.close();
    }
  }
}
