package dev.pilum.pgvector;

/**
 * Layouts of tables that other libraries read: a key, one text, one vector, and the rest as one
 * JSON object. So an application of such a library reads what is mirrored.
 */
public enum MirrorPreset {
  /** The table's own columns. */
  NONE("", "", "", ""),
  /**
   * Spring AI's {@code PgVectorStore}: {@code id}, {@code content}, {@code metadata}, {@code
   * embedding}.
   */
  SPRING_AI("vector_store", "id", "content", "embedding"),
  /**
   * LangChain4j's {@code PgVectorEmbeddingStore}: {@code embedding_id}, {@code text}, {@code
   * metadata}, {@code embedding}. Its metadata are texts and numbers; other values stay columns.
   */
  LANGCHAIN4J("", "embedding_id", "text", "embedding");

  /** What both call the object of the remaining values. */
  static final String METADATA = "metadata";

  private final String table;
  private final String id;
  private final String text;
  private final String vector;

  MirrorPreset(String table, String id, String text, String vector) {
    this.table = table;
    this.id = id;
    this.text = text;
    this.vector = vector;
  }

  /** Returns the name that the library's table has where nothing is said; empty for none. */
  public String table() {
    return table;
  }

  String id() {
    return id;
  }

  String text() {
    return text;
  }

  String vector() {
    return vector;
  }
}
