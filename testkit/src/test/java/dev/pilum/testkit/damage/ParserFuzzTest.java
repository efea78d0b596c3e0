package dev.pilum.testkit.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.fts.TextQueryParser;
import dev.pilum.storage.error.PilumException;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every parser gets mutated input for as long as one likes: it answers or refuses. Corpora of texts
 * are in the test resources, those of files are the files of a {@link SampleTable}.
 */
class ParserFuzzTest {
  private static final long SEED = Long.getLong("seed", 0xF022);
  private static final int INPUTS = Integer.getInteger("pilum.fuzz.inputs", 3_000);

  @Test
  void filtersInSql() {
    SimulatedFileStore files = new SimulatedFileStore(1);
    try (Database database = Database.open(SimulatedEnv.inline(files, 1), SampleTable.OPTIONS)) {
      SampleTable.create(database, "t", 1);
      Table table = database.openTable("t");
      int refused =
          fuzz(texts("filters.txt", "filter-words.txt"), bytes -> table.count(text(bytes)));
      assertThat(refused).isBetween(1, INPUTS - 1);
    }
  }

  @Test
  void textQueries() {
    int refused =
        fuzz(
            texts("text-queries.txt", "text-query-words.txt"),
            bytes -> TextQueryParser.parse(text(bytes), List.of("body")));
    assertThat(refused).as("every text is a query").isZero();
  }

  @ParameterizedTest
  @EnumSource(names = "MARK", mode = EnumSource.Mode.EXCLUDE)
  void filesOfTables(FileType type) {
    FileProbe probe = new FileProbe(type, SEED);
    int refused = fuzz(new Mutations(probe.samples(), List.of(), SEED), probe::parse);
    assertThat(refused).isPositive();
  }

  /** Returns how many inputs were refused. */
  private static int fuzz(Mutations inputs, Consumer<byte[]> parser) {
    int refused = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = inputs.next();
      try {
        parser.accept(input);
      } catch (PilumException e) {
        refused++;
        assertThat(e.getMessage()).isNotBlank();
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "seed 0x%X, input %d: %s".formatted(SEED, i, Mutations.shown(input)), e);
      }
    }
    return refused;
  }

  private static Mutations texts(String corpus, String words) {
    return Mutations.ofTexts(lines(corpus), lines(words), SEED);
  }

  private static List<String> lines(String resource) {
    try (InputStream in = ParserFuzzTest.class.getResourceAsStream("/fuzz/" + resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
