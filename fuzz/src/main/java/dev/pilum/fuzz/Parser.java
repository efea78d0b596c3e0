package dev.pilum.fuzz;

import dev.pilum.backend.BackendConfig;
import dev.pilum.config.BackendYaml;
import dev.pilum.formats.TypeText;
import dev.pilum.fts.TextQueryParser;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.TextAnalysis;
import dev.pilum.testkit.damage.FileType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Every parser of Pilum that reads what others may have written. */
public enum Parser {
  /** Manifests. */
  MANIFEST(FileType.MANIFEST),
  /** Logs: header, frames and the commits in them. */
  LOG(FileType.LOG),
  /** Column files. */
  ARROW(FileType.ARROW),
  /** Delete files. */
  DELETES(FileType.DELETES),
  /** Key files. */
  KEYS(FileType.KEYS),
  /** Graphs. */
  HNSW(FileType.HNSW),
  /** Calibrations of graphs. */
  EF(FileType.EF),
  /** Text indexes: the file that packs Lucene's. */
  TEXT(FileType.TEXT),
  /** Zone maps. */
  ZONES(FileType.ZONES),
  /** Scalar indexes of sorted rows. */
  ORDERED(FileType.ORDERED),
  /** Scalar indexes of a bitmap for each value. */
  BITMAP(FileType.BITMAP),
  /** Scalar indexes of a bitmap for each element. */
  LABELS(FileType.LABELS),
  /** Filters in SQL. */
  FILTER(() -> new SqlTarget((table, sql) -> table.count(sql))),
  /** Selected values in SQL. */
  SELECT(() -> new SqlTarget((table, sql) -> table.scan().select(sql).rows())),
  /** Text queries as people type them: every text is one. */
  QUERY(() -> ofText(Parser::query)),
  /** JSON lines. */
  JSONL(() -> new ImportTarget("jsonl")),
  /** CSV. */
  CSV(() -> new ImportTarget("csv")),
  /** Arrow files of others. */
  ARROW_FILE(() -> new ImportTarget("arrow")),
  /** Arrow streams of others. */
  ARROW_STREAM(() -> new ImportTarget("stream")),
  /** NumPy's arrays. */
  NPY(() -> new ImportTarget("npy")),
  /** Vectors in the form of the TEXMEX data sets. */
  FVECS(() -> new ImportTarget("fvecs")),
  /** Types and schemas as users write them. */
  TYPE(() -> ofText(TypeText::parse)),
  /** Schemas in JSON. */
  SCHEMA(() -> ofText(TypeText::parseSchema)),
  /** Words of a text analysis. */
  ANALYSIS(() -> ofText(TextAnalysis::parse)),
  /** Words of an embedding. */
  EMBEDDING(() -> ofText(Embedding::parse)),
  /** URLs of backends. */
  URL(() -> ofText(url -> BackendConfig.of(Map.of("url", url), name -> "sim:" + name))),
  /** Configurations of backends in YAML. */
  YAML(() -> ofText(yaml -> BackendYaml.read(yaml, name -> name)));

  @SuppressWarnings("ImmutableEnumChecker") // makes targets and keeps none
  private final Supplier<Target> target;

  Parser(FileType type) {
    this(() -> new FileTarget(type));
  }

  Parser(Supplier<Target> target) {
    this.target = target;
  }

  private static Target ofText(Consumer<String> parser) {
    return input -> parser.accept(new String(input, StandardCharsets.UTF_8));
  }

  private static void query(String text) {
    try {
      TextQueryParser.parse(text, List.of("body"));
    } catch (PilumException e) {
      throw new AssertionError("not a query", e);
    }
  }

  /**
   * Returns the parser of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Parser named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Returns its name in commands and folders, such as {@code arrow-file}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Makes what the parser needs. */
  Target target() {
    return target.get();
  }
}
