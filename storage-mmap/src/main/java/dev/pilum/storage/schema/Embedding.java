package dev.pilum.storage.schema;

import dev.pilum.storage.error.InvalidRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the vectors of a column are made: by which function, of which columns. Kept with the field as
 * words, such as {@code minilm(title, body) batch 32}.
 *
 * @param function the name under which a database knows the function: 1 to 128 letters, digits and
 *     {@code _ . : / -}
 * @param sources text columns, at least one; a row's text is theirs, in this order, one on each
 *     line, null and empty ones left out; where that is blank, the row has no vector
 * @param batchSize how many texts a call of the function gets at most, 1 to 65,536
 */
public record Embedding(String function, List<String> sources, int batchSize) {
  /** What services take in one call: the strictest of the widespread ones takes 96 texts. */
  public static final int DEFAULT_BATCH_SIZE = 64;

  private static final int MAX_BATCH_SIZE = 1 << 16;

  private static final Pattern FUNCTION = Pattern.compile("[A-Za-z0-9_.:/-]{1,128}");

  private static final Pattern WORDS =
      Pattern.compile("([^\\s(),]+)\\(([^()]*)\\)(?: batch (\\d{1,9}))?");

  public Embedding {
    checkFunction(function);
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new InvalidRequest(
          "embedding function '" + function + "' needs at least one source column");
    }
    if (batchSize < 1 || batchSize > MAX_BATCH_SIZE) {
      throw new InvalidRequest(
          "the batch size of an embedding must be 1 to %d, got %d"
              .formatted(MAX_BATCH_SIZE, batchSize));
    }
  }

  /** Returns an embedding of text columns with the default batch size. */
  public static Embedding of(String function, String... sources) {
    return new Embedding(function, List.of(sources), DEFAULT_BATCH_SIZE);
  }

  /** Returns this embedding with another batch size. */
  public Embedding withBatchSize(int texts) {
    return new Embedding(function, sources, texts);
  }

  /** Returns this embedding of a column that has another name now. */
  public Embedding withSource(String column, String name) {
    return new Embedding(
        function,
        sources.stream().map(source -> source.equals(column) ? name : source).toList(),
        batchSize);
  }

  /** Throws {@link InvalidRequest} unless a function may have this name. */
  public static void checkFunction(String name) {
    if (!FUNCTION.matcher(name).matches()) {
      throw new InvalidRequest(
          "the name of an embedding function must be 1 to 128 letters, digits, '_', '.', ':', '/' or '-', got '%s'"
              .formatted(name));
    }
  }

  /**
   * Reads what {@link #describe} writes.
   *
   * @throws InvalidRequest when the words are no embedding
   */
  public static Embedding parse(String words) {
    Matcher parts = WORDS.matcher(words);
    if (!parts.matches()) {
      throw new InvalidRequest(
          "'" + words + "' is no embedding; write it as function(column, column) batch 64");
    }
    List<String> sources = List.of(parts.group(2).strip().split("\\s*,\\s*", -1));
    String batch = parts.group(3);
    return new Embedding(
        parts.group(1), sources, batch == null ? DEFAULT_BATCH_SIZE : Integer.parseInt(batch));
  }

  /** Returns this embedding in words; the batch size where it is not the default. */
  public String describe() {
    String words = function + "(" + String.join(", ", sources) + ")";
    return batchSize == DEFAULT_BATCH_SIZE ? words : words + " batch " + batchSize;
  }
}
