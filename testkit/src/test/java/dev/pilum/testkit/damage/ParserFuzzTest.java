package dev.pilum.testkit.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.fts.TextQueryParser;
import dev.pilum.fts.index.TextIndexHeader;
import dev.pilum.fts.store.PackedFile;
import dev.pilum.hnsw.EfCalibrationFile;
import dev.pilum.hnsw.HnswGraphFile;
import dev.pilum.storage.arrow.ArrowFileReader;
import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.keys.KeyFile;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.scalar.BitmapFile;
import dev.pilum.storage.scalar.OrderedFile;
import dev.pilum.storage.scalar.ZoneFile;
import dev.pilum.storage.segment.DeleteFile;
import dev.pilum.storage.wal.LogRange;
import dev.pilum.storage.wal.LogRecovery;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
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

  private static final FolderImage IMAGE = new DamageExplorer(SEED, 0).image();

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
    List<byte[]> corpus =
        IMAGE.paths().stream().filter(p -> FileType.of(p) == type).map(IMAGE::bytes).toList();
    int refused = fuzz(new Mutations(corpus, List.of(), SEED), bytes -> parse(type, bytes));
    assertThat(refused).isPositive();
  }

  /** Opens a file as its readers do, whatever its checksums. */
  private static void parse(FileType type, byte[] bytes) {
    SimulatedFileStore files = new SimulatedFileStore(1);
    String path = pathOf(type);
    write(files, path, bytes);
    int rows = SampleTable.SEGMENT_ROWS;
    try (Arena arena = Arena.ofShared()) {
      switch (type) {
        case MANIFEST -> new ManifestStore(files, "t").read(1);
        case LOG -> LogRecovery.replay(files, "wal", new LogRange(0, 1, 0), (s, payload) -> {});
        case ARROW -> ArrowFileReader.open(files, path, bytes.length, arena);
        case DELETES -> DeleteFile.read(files, path, rows);
        case KEYS -> lookUp(KeyFile.open(files, path, bytes.length, rows, arena));
        case HNSW -> HnswGraphFile.open(files, path, arena);
        case EF -> EfCalibrationFile.read(files, path);
        case TEXT -> {
          TextIndexHeader.verify(files, path);
          PackedFile.open(files, path, bytes.length, arena);
        }
        case ZONES -> ZoneFile.open(files, path, bytes.length, rows, arena);
        case ORDERED -> OrderedFile.check(files, path, bytes.length, rows);
        case BITMAP, LABELS -> BitmapFile.check(files, path, bytes.length, rows);
        case MARK -> throw new AssertionError("nobody parses a mark");
      }
    }
  }

  private static void lookUp(KeyFile keys) {
    for (long hash = Long.MIN_VALUE; hash < 0; hash += Long.MAX_VALUE / 50) {
      for (long at = keys.first(hash); at != KeyFile.NONE; at = keys.next(hash, at)) {
        assertThat(keys.ordinal(at)).isBetween(0, keys.rowCount() - 1);
      }
    }
  }

  private static String pathOf(FileType type) {
    return switch (type) {
      case MANIFEST -> "t/manifest/0000000001.mf";
      case LOG -> "wal/0000000000000001.wal";
      default -> "file";
    };
  }

  private static void write(FileStore files, String path, byte[] bytes) {
    files.createDirectory("t/manifest");
    files.createDirectory("wal");
    try (AppendFile file = files.create(path)) {
      file.append(ByteBuffer.wrap(bytes));
    }
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
