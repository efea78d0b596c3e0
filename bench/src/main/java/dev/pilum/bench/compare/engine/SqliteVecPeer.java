package dev.pilum.bench.compare.engine;

import dev.pilum.bench.ann.engine.FolderSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * SQLite with the extension sqlite-vec, in this process: a {@code vec0} table and an FTS5 table.
 */
public final class SqliteVecPeer implements Engine {
  private String version = "";

  @Override
  public String name() {
    return "sqlite-vec";
  }

  @Override
  public About about() {
    return new About(
        version,
        "sqlite-jdbc with the extension from the npm package @photostructure/sqlite-vec; vec0"
            + " compares all rows; journal_mode WAL, synchronous FULL; FTS5 with porter stems,"
            + " bm25; hybrid by reciprocal rank fusion of 100 candidates each in Java");
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public Store create(Path folder, int dimension) throws IOException {
    Files.createDirectories(folder);
    Rows rows = connect(folder);
    SqlStore.io(() -> {
      rows.create(dimension);
      return null;
    });
    return rows;
  }

  @Override
  public Store open(Path folder, int dimension) throws IOException {
    return connect(folder);
  }

  private Rows connect(Path folder) throws IOException {
    Path extension = extension();
    try {
      Rows rows = new Rows(folder, extension);
      version = rows.version();
      return rows;
    } catch (SQLException e) {
      throw new Absent("the extension does not load: " + e.getMessage());
    }
  }

  private static Path extension() throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String name = system.contains("mac") ? "darwin" : system.contains("win") ? "win32" : "linux";
    String processor = System.getProperty("os.arch").contains("64") ? processor() : "unknown";
    Path folder =
        NodePackages.folder()
            .resolve("node_modules/@photostructure/sqlite-vec/dist/" + name + "-" + processor);
    if (!Files.isDirectory(folder)) {
      throw new Absent("sqlite-vec has no build for " + folder.getFileName());
    }
    return folder.resolve("vec0");
  }

  private static String processor() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
  }

  private static final class Rows extends CallByCall {
    private static final int CANDIDATES = 100;

    private final Path folder;
    private final Path extension;
    private final SqlStore sql;

    Rows(Path folder, Path extension) throws SQLException {
      this.folder = folder;
      this.extension = extension;
      Properties properties = new Properties();
      properties.setProperty("enable_load_extension", "true");
      this.sql =
          new SqlStore(
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rows.db"), properties));
      sql.execute("select load_extension('" + extension + "')");
      sql.execute("pragma journal_mode = wal");
      sql.execute("pragma synchronous = full");
      sql.execute("pragma busy_timeout = 60000");
    }

    void create(int dimension) throws SQLException {
      sql.execute(
          ("create virtual table docs using vec0(key integer primary key,"
                  + " embedding float[%d] distance_metric=cosine, bucket integer, +body text)")
              .formatted(dimension));
      sql.execute("create virtual table words using fts5(body, tokenize = 'porter unicode61')");
    }

    String version() throws SQLException {
      try (ResultSet rows =
          sql.prepared("select vec_version() || ', SQLite ' || sqlite_version()").executeQuery()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }

    @Override
    void insert(List<Doc> docs) throws IOException {
      write(docs, false);
    }

    @Override
    void upsert(List<Doc> docs) throws IOException {
      write(docs, true);
    }

    private void write(List<Doc> docs, boolean replaces) throws IOException {
      transaction(() -> {
        for (Doc doc : docs) {
          if (replaces) {
            remove(doc.key());
          }
          sql.update(
              "insert into docs (key, embedding, bucket, body) values (?, ?, ?, ?)",
              doc.key(),
              bytes(doc.vector()),
              doc.bucket(),
              doc.body());
          sql.update("insert into words (rowid, body) values (?, ?)", doc.key(), doc.body());
        }
        return null;
      });
    }

    private void remove(int key) throws SQLException {
      sql.update("delete from docs where key = ?", key);
      sql.update("delete from words where rowid = ?", key);
    }

    /** Writers that begin by reading would fail each other: it begins as a writer. */
    private void transaction(SqlStore.Sql<@Nullable Object> changes) throws IOException {
      SqlStore.io(() -> {
        sql.execute("begin immediate");
        try {
          changes.run();
          sql.execute("commit");
        } catch (SQLException e) {
          sql.execute("rollback");
          throw e;
        }
        return null;
      });
    }

    private static byte[] bytes(float[] vector) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
      for (float value : vector) {
        bytes.putFloat(value);
      }
      return bytes.array();
    }

    @Override
    void move(int key, int bucket) throws IOException {
      transaction(() -> {
        sql.update("update docs set bucket = ? where key = ?", bucket, key);
        return null;
      });
    }

    @Override
    void delete(int key) throws IOException {
      transaction(() -> {
        remove(key);
        return null;
      });
    }

    @Override
    int[] get(int key) throws IOException {
      return SqlStore.io(() -> {
        String query = "select bucket, body, embedding from docs where key = ?";
        try (ResultSet rows = sql.prepared(query, key).executeQuery()) {
          return rows.next()
              ? new int[] {
                rows.getInt(1), rows.getString(2).length(), rows.getBytes(3).length / Float.BYTES
              }
              : new int[0];
        }
      });
    }

    @Override
    boolean exists(int key) throws IOException {
      return SqlStore.io(() -> sql.numbers("select key from docs where key = ?", 1, key).length)
          > 0;
    }

    @Override
    int[] search(float[] query, int limit, int breadth, int below) throws IOException {
      return SqlStore.io(() -> nearest(query, limit, below));
    }

    private int[] nearest(float[] query, int limit, int below) throws SQLException {
      String text = "select key from docs where embedding match ? and k = ?";
      return below < Work.ALL
          ? sql.numbers(text + " and bucket < ?", limit, bytes(query), limit, below)
          : sql.numbers(text, limit, bytes(query), limit);
    }

    @Override
    int[] text(String words, int limit) throws IOException {
      return SqlStore.io(() -> matching(words, limit));
    }

    private int[] matching(String words, int limit) throws SQLException {
      String anyOf = "\"" + String.join("\" OR \"", words.split("[^\\p{L}\\p{N}]+", -1)) + "\"";
      return sql.numbers(
          "select rowid from words where words match ? order by rank limit ?", limit, anyOf, limit);
    }

    @Override
    int[] hybrid(float[] query, String words, int limit, int breadth) throws IOException {
      return SqlStore.io(() ->
          RankSum.of(nearest(query, CANDIDATES, Work.ALL), matching(words, CANDIDATES), limit));
    }

    @Override
    public void settle() throws IOException {
      SqlStore.io(() -> {
        sql.execute("insert into words(words) values ('optimize')");
        sql.execute("pragma wal_checkpoint(truncate)");
        return null;
      });
    }

    @Override
    public long count() throws IOException {
      return SqlStore.io(() -> sql.number("select count(*) from docs"));
    }

    @Override
    public long diskBytes() throws IOException {
      return FolderSize.bytes(folder);
    }

    @Override
    public boolean forcesInJava() {
      return false;
    }

    @Override
    public long bytesOutsideHeap() {
      return -1;
    }

    @Override
    CallByCall forAnotherThread() throws IOException {
      return SqlStore.io(() -> new Rows(folder, extension));
    }

    @Override
    public void close() throws IOException {
      sql.close();
    }
  }
}
