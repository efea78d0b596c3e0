package dev.pilum.cli;

import dev.pilum.formats.Imports;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.text.JsonRows;
import dev.pilum.formats.vector.VectorFile;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The documents, claims and judgements that come with Pilum in {@code examples/scifact}; its README
 * names source and licence.
 *
 * @param folder where they are
 * @param claims the claims, in the order of their vectors
 * @param vectors a vector for each claim
 * @param relevant ids of the abstracts that experts found relevant to a claim, by the claim's id
 */
record Sample(
    Path folder, List<Claim> claims, List<float[]> vectors, Map<String, Set<String>> relevant) {
  /**
   * A claim of science.
   *
   * @param id its number in the source
   * @param text its sentence
   */
  record Claim(String id, String text) {}

  /** Reads the sample in {@code folder}. */
  static Sample read(Path folder) {
    return new Sample(
        folder,
        readClaims(folder.resolve("queries.jsonl")),
        List.of(VectorFile.readFloats(folder.resolve("query.fvecs"))),
        readJudgements(folder.resolve("qrels.tsv")));
  }

  /** Returns what to import to have the documents in a table. */
  Imports documents() {
    return Imports.jsonLines(folder.resolve("corpus.jsonl"))
        .vectors(folder.resolve("base.fvecs"))
        .key("id");
  }

  private static List<Claim> readClaims(Path file) {
    List<Claim> claims = new ArrayList<>();
    try (JsonRows lines = JsonRows.open(Input.of(file), RejectedRows.NONE)) {
      for (var row = lines.next(); row != null; row = lines.next()) {
        Map<String, @Nullable Object> claim = row.values();
        claims.add(new Claim(String.valueOf(claim.get("id")), String.valueOf(claim.get("text"))));
      }
    }
    return claims;
  }

  private static Map<String, Set<String>> readJudgements(Path file) {
    Map<String, Set<String>> relevant = new HashMap<>();
    List<String> lines = linesOf(file);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      relevant.computeIfAbsent(cells[0], claim -> new HashSet<>()).add(cells[1]);
    }
    return relevant;
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new InvalidRequest(
          "there is no file '"
              + file
              + "'; run from a full checkout, or name the sample by --sample",
          e);
    } catch (IOException e) {
      throw new StorageFailure("cannot read '" + file + "': " + e.getMessage(), e);
    }
  }
}
