package dev.pilum.fts.index;

import dev.pilum.fts.analysis.Analyzers;
import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;

/**
 * The text columns of a table, each with its analyzer. Made once for an open table.
 *
 * <p>Safe for use by many threads.
 */
public final class TextFields {
  /** A field's number where Lucene writes one. */
  private static final Pattern FIELD = Pattern.compile("(?<![^ (+\\-#|])([0-9]+):");

  private final List<TextColumn> fields;
  private final PerField analyzer;

  /**
   * Makes the analyzers.
   *
   * @param fields at least one; ids and columns differ
   * @throws InvalidRequest when an analyzer needs a library that is not there
   */
  public TextFields(List<TextColumn> fields) {
    assert !fields.isEmpty() : "a table without text has no text index";
    QuietLucene.awake();
    this.fields = List.copyOf(fields);
    this.analyzer = new PerField(this.fields);
  }

  /** Returns the columns. */
  public List<TextColumn> columns() {
    return fields;
  }

  /**
   * Returns a column by its name.
   *
   * @throws InvalidRequest when it is not among them
   */
  TextColumn field(String column) {
    for (TextColumn field : fields) {
      if (field.column().equals(column)) {
        return field;
      }
    }
    List<String> names = new ArrayList<>();
    for (TextColumn field : fields) {
      names.add(field.column());
    }
    throw new InvalidRequest(
        "column '%s' has no text index; these have one: %s"
            .formatted(column, String.join(", ", names)));
  }

  /** Returns a query in Lucene's words, its columns by their names; for people. */
  String named(String query) {
    return FIELD
        .matcher(query)
        .replaceAll(found -> Matcher.quoteReplacement(nameOf(found.group(1)) + ":"));
  }

  private String nameOf(String luceneName) {
    for (TextColumn field : fields) {
      if (field.luceneName().equals(luceneName)) {
        return field.column();
      }
    }
    return luceneName;
  }

  /** Returns the analyzer of all fields, by Lucene's names. */
  Analyzer analyzer() {
    return analyzer;
  }

  private static final class PerField extends DelegatingAnalyzerWrapper {
    private final Map<String, Analyzer> analyzers = new HashMap<>();

    PerField(List<TextColumn> fields) {
      super(PER_FIELD_REUSE_STRATEGY);
      for (TextColumn field : fields) {
        analyzers.put(field.luceneName(), Analyzers.of(field.analysis()));
      }
    }

    @Override
    protected Analyzer getWrappedAnalyzer(String field) {
      Analyzer analyzer = analyzers.get(field);
      assert analyzer != null : field;
      return analyzer;
    }
  }
}
