package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.arrow.ArrowSource;
import dev.pilum.arrow.Float64Vectors;
import dev.pilum.storage.column.RecordBatch;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process whose heap is a third of the table: files larger than its heap are imported, the table
 * is scanned, filtered, ordered, searched and exported. {@code -Dpilum.heap.megabytes=512} makes
 * heap and table larger.
 */
class LargerThanHeapTest {
  private static final int HEAP_MEGABYTES = Integer.getInteger("pilum.heap.megabytes", 48);
  private static final int ROWS = (int) (3L * HEAP_MEGABYTES * (1 << 20) / LargeRows.BYTES) + 1;

  @TempDir private Path folder;

  @Test
  @Timeout(600)
  void aTableThreeTimesTheHeapIsImportedAskedAndExported() throws IOException {
    writeRows(folder.resolve("rows.jsonl"), folder.resolve("rows.fvecs"));
    Map<String, String> answers = answers();
    long tableBytes = sizeOf(folder.resolve("db").resolve("docs").resolve("data"));
    assertThat(tableBytes).isGreaterThan(3L * HEAP_MEGABYTES * (1 << 20));
    assertThat(answers.get("failure")).as("what ended the process").isNull();
    int someYear =
        (int) IntStream.range(0, ROWS).filter(row -> LargeRows.year(row) == 2003).count();
    assertThat(answers)
        .containsEntry("imported", "0")
        .containsEntry("count", String.valueOf(ROWS))
        .containsEntry("scanned", ROWS + " " + (long) ROWS * LargeRows.RAW_CHARS)
        .containsEntry("filtered", String.valueOf(someYear))
        .containsEntry("matching text", String.valueOf((ROWS + 96) / 97))
        .containsEntry("newest", newest())
        .containsEntry("ordered", ROWS + " true")
        .containsEntry("nearest", LargeRows.id(ROWS / 2))
        .containsEntry("nearest of a year", LargeRows.id(ROWS / 2))
        .containsEntry("text", LargeRows.id(77))
        .containsEntry("hybrid", LargeRows.id(78))
        .containsEntry("exported", "0")
        .containsEntry("exported lines", "0");
    assertThat(exportedIds(folder.resolve("docs.arrow")))
        .isEqualTo(IntStream.range(0, ROWS).mapToObj(LargeRows::id).toList());
    try (Stream<String> lines = Files.lines(folder.resolve("docs.jsonl"))) {
      assertThat(lines.count()).isEqualTo(someYear);
    }
  }

  /** Returns the last year's rows, first id first. */
  private static String newest() {
    return IntStream.range(0, ROWS)
        .filter(row -> LargeRows.year(row) == LargeRows.LAST_YEAR)
        .limit(3)
        .mapToObj(LargeRows::id)
        .toList()
        .toString();
  }

  private Map<String, String> answers() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HEAP_MEGABYTES + "m",
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            SmallHeapSession.class.getName(),
            folder.toString(),
            String.valueOf(ROWS));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Map<String, String> answers = new LinkedHashMap<>();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines
          .lines()
          .forEach(line -> {
            System.out.println(line);
            String[] parts = line.split(": ", 3);
            if (parts.length == 3 && parts[0].equals("answer")) {
              answers.put(parts[1], parts[2]);
            }
          });
    }
    assertThat(process.onExit().join().exitValue()).isZero();
    return answers;
  }

  private static void writeRows(Path json, Path vectors) throws IOException {
    try (BufferedWriter lines = Files.newBufferedWriter(json);
        OutputStream floats = Files.newOutputStream(vectors)) {
      for (int row = 0; row < ROWS; row++) {
        lines.write(
            "{\"id\":\"%s\",\"year\":%d,\"body\":\"%s\",\"raw\":\"%s\"}%n"
                .formatted(
                    LargeRows.id(row),
                    LargeRows.year(row),
                    LargeRows.body(row),
                    LargeRows.raw(row)));
        ByteBuffer bytes =
            ByteBuffer.allocate(4 + 4 * LargeRows.DIMENSION).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(LargeRows.DIMENSION).asFloatBuffer().put(LargeRows.vector(row));
        floats.write(bytes.array());
      }
    }
  }

  private static List<String> exportedIds(Path file) throws IOException {
    List<String> ids = new ArrayList<>();
    try (InputStream bytes = Files.newInputStream(file);
        ArrowSource source =
            ArrowSource.open(bytes, file.toString(), Float64Vectors.ROUND_TO_FLOAT32)) {
      for (RecordBatch rows = source.next(); rows != null; rows = source.next()) {
        for (int row = 0; row < rows.rowCount(); row++) {
          ids.add(new String(rows.column("id").bytesAt(row), StandardCharsets.UTF_8));
        }
      }
    }
    return ids;
  }

  private static long sizeOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
