package dev.pilum.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.ReadBatch;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.spi.RowReader;
import dev.pilum.storage.error.PilumException;
import dev.pilum.testkit.damage.Mutations;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files that are not quite what they say: rows, or a sentence about the file. */
class ParquetFuzzTest {
  private static final long SEED = Long.getLong("seed", 0xF0ED);
  private static final int INPUTS = Integer.getInteger("pilum.fuzz.inputs", 3_000) / 6;

  @TempDir Path folder;

  @Test
  void damagedFilesAreRefusedOrRead() throws IOException, URISyntaxException {
    List<byte[]> corpus = new ArrayList<>();
    for (String name : List.of("lance", "bare", "int96", "scalars-none", "scalars-snappy")) {
      var file = ParquetFuzzTest.class.getResource("/pyarrow/" + name + ".parquet");
      corpus.add(Files.readAllBytes(Path.of(file.toURI())));
    }
    Mutations inputs = new Mutations(corpus, List.of(), SEED);
    int refused = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = inputs.next();
      Path file = Files.write(folder.resolve("input" + i + ".parquet"), input);
      try {
        read(file);
      } catch (PilumException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "seed 0x%X, input %d: %s".formatted(SEED, i, Mutations.shown(input)), e);
      }
    }
    assertThat(refused).as("inputs that were refused").isPositive();
  }

  private static void read(Path file) {
    try (RowReader reader =
        new ParquetFormat().open(Input.of(file), FormatOptions.DEFAULT, RejectedRows.NONE)) {
      for (ReadBatch batch = reader.next(); batch != null; batch = reader.next()) {
        assertThat(batch.rows().rowCount()).isPositive();
      }
    }
  }
}
