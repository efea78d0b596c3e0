package dev.pilum.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.PilumException;
import dev.pilum.testkit.damage.Mutations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files to be imported that are not quite what they say: rows, or a sentence about the place. */
class InputFuzzTest {
  private static final long SEED = Long.getLong("seed", 0xF022);
  private static final int INPUTS = Integer.getInteger("pilum.fuzz.inputs", 3_000) / 3;

  @TempDir Path folder;

  @Test
  void jsonLines() throws IOException {
    List<String> corpus =
        List.of(
            """
            {"id": 1, "text": "a\\u00e9\\n", "v": [1.5, -2e3], "x": null}
            {"id": 2}
            """,
            "{\"a\": {\"b\": [true, false, {}]}, \"n\": 12345678901234567890}\r\n\r\n{}");
    List<String> words =
        List.of(
            "{", "}", "[", "]", "\"", "\\u", "\\uD800", ":", ",", "\n", "1e999", "-", "NaN", "\0");
    fuzz(Mutations.ofTexts(corpus, words, SEED), path -> drain(JsonLines.open(path)));
  }

  @Test
  void csv() throws IOException {
    List<String> corpus =
        List.of(
            "id,text,v\n1,\"a \"\"quoted\"\" cell\",\"[1,2]\"\n2,,\n", "a\r\n1\r\n\"x\ny\"\r\n");
    List<String> words = List.of("\"", "\"\"", ",", "\n", "\r", "\0", "[", "]", "\uFEFF", ";");
    fuzz(Mutations.ofTexts(corpus, words, SEED), path -> drain(CsvFile.open(path)));
  }

  @Test
  void vectors() throws IOException {
    ByteBuffer rows = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < 3; row++) {
      rows.putInt(4).putFloat(row).putFloat(-1).putFloat(Float.NaN).putFloat(1e30f);
    }
    fuzz(new Mutations(List.of(rows.array()), List.of(), SEED), VectorFile::readFloats);
  }

  private static void drain(RowSource source) {
    try (RowSource rows = source) {
      while (rows.next() != null) {
        assertThat(rows.place()).isNotBlank();
      }
    }
  }

  private interface Reader {
    void read(Path path);
  }

  private void fuzz(Mutations inputs, Reader reader) throws IOException {
    int refused = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = inputs.next();
      Path file = Files.write(folder.resolve("input"), input);
      try {
        reader.read(file);
      } catch (PilumException e) {
        refused++;
        assertThat(e.getMessage()).contains(String.valueOf(file.getFileName()));
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "seed 0x%X, input %d: %s".formatted(SEED, i, Mutations.shown(input)), e);
      }
    }
    assertThat(refused).as("inputs that were refused").isPositive();
  }
}
