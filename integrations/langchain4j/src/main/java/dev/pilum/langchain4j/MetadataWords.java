package dev.pilum.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Or;
import dev.pilum.Row;
import dev.pilum.filter.Filters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Metadata as a list of words, one for each entry: its type, a blank, its name with {@code \}
 * before each {@code \} and {@code =}, an equals sign, its value; such as {@code string user=ada}.
 */
final class MetadataWords {
  static final String COLUMN = "metadata";

  private MetadataWords() {}

  /** Returns the words of metadata. */
  static List<String> of(Metadata metadata) {
    List<String> words = new ArrayList<>();
    metadata.toMap().forEach((name, value) -> words.add(word(name, value)));
    return words;
  }

  /** Returns the metadata of a row with the column. */
  static Metadata metadata(Row row) {
    Map<String, Object> entries = new LinkedHashMap<>();
    if (row.get(COLUMN) instanceof List<?> words) {
      words.forEach(word -> put(entries, String.valueOf(word)));
    }
    return Metadata.from(entries);
  }

  private static String word(String name, Object value) {
    return type(value) + " " + name.replace("\\", "\\\\").replace("=", "\\=") + "=" + value;
  }

  private static String type(Object value) {
    return switch (value) {
      case String s -> "string";
      case UUID u -> "uuid";
      case Integer i -> "int";
      case Long l -> "long";
      case Float f -> "float";
      case Double d -> "double";
      default ->
          throw new IllegalArgumentException("metadata cannot be a " + value.getClass().getName());
    };
  }

  private static void put(Map<String, Object> entries, String word) {
    int blank = word.indexOf(' ');
    StringBuilder name = new StringBuilder();
    int at = blank + 1;
    while (word.charAt(at) != '=') {
      at += word.charAt(at) == '\\' ? 1 : 0;
      name.append(word.charAt(at++));
    }
    entries.put(name.toString(), value(word.substring(0, blank), word.substring(at + 1)));
  }

  private static Object value(String type, String text) {
    return switch (type) {
      case "string" -> text;
      case "uuid" -> UUID.fromString(text);
      case "int" -> Integer.valueOf(text);
      case "long" -> Long.valueOf(text);
      case "float" -> Float.valueOf(text);
      case "double" -> Double.valueOf(text);
      default -> throw new IllegalStateException("metadata of type '" + type + "'");
    };
  }

  /** Returns a condition that all rows meet for which the filter is true, and perhaps others. */
  static dev.pilum.filter.Filter superset(Filter filter) {
    dev.pilum.filter.Filter translated = translated(filter);
    return translated == null ? Filters.all() : translated;
  }

  private static dev.pilum.filter.@Nullable Filter translated(Filter filter) {
    return switch (filter) {
      case IsEqualTo equal -> anyOf(equal.key(), List.of(equal.comparisonValue()));
      case IsIn in -> anyOf(in.key(), in.comparisonValues());
      case And and -> both(translated(and.left()), translated(and.right()));
      case Or or -> either(translated(or.left()), translated(or.right()));
      default -> null;
    };
  }

  private static dev.pilum.filter.@Nullable Filter both(
      dev.pilum.filter.@Nullable Filter left, dev.pilum.filter.@Nullable Filter right) {
    return left == null || right == null ? (left == null ? right : left) : Filters.all(left, right);
  }

  private static dev.pilum.filter.@Nullable Filter either(
      dev.pilum.filter.@Nullable Filter left, dev.pilum.filter.@Nullable Filter right) {
    return left == null || right == null ? null : Filters.any(left, right);
  }

  private static dev.pilum.filter.@Nullable Filter anyOf(String key, Collection<?> values) {
    List<Object> words = new ArrayList<>();
    for (Object value : values) {
      switch (value) {
        case String text -> words.add(word(key, text));
        case UUID uuid -> {
          words.add(word(key, uuid));
          words.add(word(key, uuid.toString()));
        }
        case Integer number -> addNumber(key, number, words);
        case Long number -> addNumber(key, number, words);
        default -> {
          return null;
        }
      }
    }
    return Filters.hasAny(COLUMN, words.toArray());
  }

  /** Adds the words of a whole number in each type that metadata may have it in. */
  private static void addNumber(String key, long number, List<Object> words) {
    if (number == (int) number) {
      words.add(word(key, (int) number));
    }
    words.add(word(key, number));
    words.add(word(key, (float) number));
    words.add(word(key, (double) number));
  }
}
