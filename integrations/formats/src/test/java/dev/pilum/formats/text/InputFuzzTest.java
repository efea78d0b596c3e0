package dev.pilum.formats.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.formats.spi.CsvForm;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.spi.RowReader;
import dev.pilum.formats.vector.VectorFile;
import dev.pilum.formats.vector.VectorReader;
import dev.pilum.storage.error.PilumException;
import dev.pilum.testkit.damage.Mutations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
    fuzz(
        Mutations.ofTexts(corpus, words, SEED),
        path -> drain(JsonRows.open(Input.of(path), RejectedRows.NONE)));
  }

  @Test
  void csv() throws IOException {
    List<String> corpus =
        List.of(
            "id,text,v\n1,\"a \"\"quoted\"\" cell\",\"[1,2]\"\n2,,\n", "a\r\n1\r\n\"x\ny\"\r\n");
    List<String> words = List.of("\"", "\"\"", ",", "\n", "\r", "\0", "[", "]", "\uFEFF", ";");
    fuzz(
        Mutations.ofTexts(corpus, words, SEED),
        path -> drain(CsvRows.open(Input.of(path), CsvForm.RFC_4180, RejectedRows.NONE)));
  }

  @Test
  void vectors() throws IOException {
    ByteBuffer rows = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < 3; row++) {
      rows.putInt(4).putFloat(row).putFloat(-1).putFloat(Float.NaN).putFloat(1e30f);
    }
    fuzz(new Mutations(List.of(rows.array()), List.of(), SEED), VectorFile::readFloats);
  }

  @Test
  void npy() throws IOException {
    byte[] header = "\u0093NUMPY\u0001\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    String words = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}\n";
    ByteBuffer file = ByteBuffer.allocate(header.length + words.length() + 24);
    file.put(header).put(words.getBytes(StandardCharsets.ISO_8859_1));
    file.putShort(8, Short.reverseBytes((short) words.length()));
    List<byte[]> tokens = new java.util.ArrayList<>();
    for (String word : List.of("(", ",", "9999999999999", "-1", "<f8", "|i1", "True", "0", "'")) {
      tokens.add(word.getBytes(StandardCharsets.ISO_8859_1));
    }
    fuzz(
        new Mutations(List.of(file.array()), tokens, SEED),
        path -> {
          try (RowReader rows = VectorReader.open(path, null, "id", "v")) {
            while (rows.next() != null) {
              assertThat(rows.bytesRead()).isPositive();
            }
          }
        },
        "input.npy");
  }

  private static void drain(LooseRows source) {
    try (LooseRows rows = source) {
      for (LooseRow row = rows.next(); row != null; row = rows.next()) {
        assertThat(rows.place(row.line())).isNotBlank();
      }
    }
  }

  private interface Reader {
    void read(Path path);
  }

  private void fuzz(Mutations inputs, Reader reader) throws IOException {
    fuzz(inputs, reader, "input");
  }

  private void fuzz(Mutations inputs, Reader reader, String name) throws IOException {
    int refused = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = inputs.next();
      Path file = Files.write(folder.resolve(name), input);
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
