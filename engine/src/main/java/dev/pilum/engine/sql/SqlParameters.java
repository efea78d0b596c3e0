package dev.pilum.engine.sql;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.NearestName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values for the parameters of a filter, by place or by name. One use, one thread. */
public final class SqlParameters {
  private final List<@Nullable Object> places;
  private final @Nullable Map<String, @Nullable Object> names;
  private final Set<String> used = new HashSet<>();

  private SqlParameters(
      List<@Nullable Object> places, @Nullable Map<String, @Nullable Object> names) {
    this.places = places;
    this.names = names;
  }

  /** Returns values for question marks, in order. */
  public static SqlParameters of(@Nullable Object... values) {
    List<@Nullable Object> places = new ArrayList<>(values.length);
    Collections.addAll(places, values);
    return new SqlParameters(places, null);
  }

  /** Returns values by name, without the colon. */
  public static SqlParameters of(Map<String, ? extends @Nullable Object> values) {
    return new SqlParameters(List.of(), new LinkedHashMap<>(values));
  }

  /** Refuses values of the wrong kind or number before anything is bound. */
  void check(SqlParse parse) {
    boolean byName = names != null && !names.isEmpty();
    if (byName && parse.positions() > 0) {
      throw new InvalidRequest("the filter has '?' parameters, but values came by name");
    }
    if (!places.isEmpty() && parse.named()) {
      throw new InvalidRequest("the filter has ':name' parameters, but values came without names");
    }
    if (places.size() != parse.positions()) {
      throw new InvalidRequest(
          "the filter has %d '?' parameters, but there are %d values"
              .formatted(parse.positions(), places.size()));
    }
  }

  /** Refuses values that no parameter asked for. */
  void checkAllUsed() {
    for (String name : byName().keySet()) {
      if (!used.contains(name)) {
        throw new InvalidRequest(
            "the filter has no parameter ':%s'%s"
                .formatted(
                    name,
                    used.isEmpty()
                        ? ""
                        : "; did you mean ':" + NearestName.of(name, List.copyOf(used)) + "'?"));
      }
    }
  }

  @Nullable Object at(int index) {
    return places.get(index);
  }

  @Nullable Object named(String name, SqlText text, int at) {
    used.add(name);
    Map<String, @Nullable Object> values = byName();
    if (!values.containsKey(name)) {
      String hint =
          values.isEmpty()
              ? ""
              : "; there are values for :" + String.join(", :", new ArrayList<>(values.keySet()));
      throw text.wrong(at, "parameter ':" + name + "' has no value" + hint);
    }
    return values.get(name);
  }

  private Map<String, @Nullable Object> byName() {
    return names == null ? Map.of() : names;
  }
}
