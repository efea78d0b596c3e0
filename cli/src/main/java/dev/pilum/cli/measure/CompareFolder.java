package dev.pilum.cli.measure;

import dev.pilum.cli.compare.CompareData;
import dev.pilum.cli.measure.JudgedTexts.Text;
import dev.pilum.formats.vector.VectorFile;
import dev.pilum.storage.error.InvalidRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder with vectors ({@code base.fvecs}, {@code query.fvecs}) and, where there are any, their
 * texts ({@code corpus.jsonl} or {@code rows.jsonl}; {@code queries.jsonl} or {@code
 * query_rows.jsonl}) and judgements ({@code qrels.tsv}).
 */
public final class CompareFolder {
  private CompareFolder() {}

  /** Reads a folder. */
  public static CompareData read(Path folder) {
    Path base = folder.resolve("base.fvecs");
    Path query = folder.resolve("query.fvecs");
    if (!Files.exists(base) || !Files.exists(query)) {
      throw new InvalidRequest(
          "'%s' has no base.fvecs and query.fvecs; name a folder that has both".formatted(folder));
    }
    List<Text> rows = texts(folder, "corpus.jsonl", "rows.jsonl");
    List<Text> queries = texts(folder, "queries.jsonl", "query_rows.jsonl");
    return new CompareData(
        folder.toAbsolutePath().normalize().getFileName().toString(),
        VectorFile.readFloats(base),
        VectorFile.readFloats(query),
        rows.stream().map(Text::words).toList(),
        queries.stream().map(Text::words).toList(),
        judged(folder.resolve("qrels.tsv"), rows, queries));
  }

  private static List<Text> texts(Path folder, String... names) {
    for (String name : names) {
      if (Files.exists(folder.resolve(name))) {
        return JudgedTexts.texts(folder.resolve(name), folder.resolve("no vectors"));
      }
    }
    return List.of();
  }

  private static Map<Integer, Set<Integer>> judged(Path file, List<Text> rows, List<Text> queries) {
    Map<Integer, Set<Integer>> judged = new HashMap<>();
    if (!Files.exists(file)) {
      return judged;
    }
    Map<String, Integer> places = new HashMap<>();
    rows.forEach(row -> places.put(row.id(), places.size()));
    Map<String, Map<String, Integer>> relevant = JudgedTexts.judgements(file);
    for (int i = 0; i < queries.size(); i++) {
      Set<Integer> found = places(relevant.get(queries.get(i).id()), places);
      if (!found.isEmpty()) {
        judged.put(i, found);
      }
    }
    return judged;
  }

  private static Set<Integer> places(
      @Nullable Map<String, Integer> documents, Map<String, Integer> places) {
    Set<Integer> found = new HashSet<>();
    if (documents != null) {
      for (String document : documents.keySet()) {
        Integer place = places.get(document);
        if (place != null) {
          found.add(place);
        }
      }
    }
    return found;
  }
}
