package dev.pilum.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.PilumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every file of the corpus through its parser, without a fuzzer: answered, or refused in words. */
class CorpusTest {
  static final Path CORPUS = Path.of("src/test/resources/corpus");

  private static final long MOST_BYTES = 300_000;

  @ParameterizedTest
  @EnumSource
  void isAnsweredOrRefused(Parser parser) throws IOException {
    Target target = parser.target();
    for (Path file : files(CORPUS.resolve(parser.word()))) {
      PilumException refusal;
      try {
        refusal = target.refusal(Files.readAllBytes(file));
      } catch (RuntimeException | Error e) {
        throw new AssertionError("dev/fuzz " + parser.word() + " --input fuzz/" + file, e);
      }
      if (file.getFileName().toString().startsWith("seed")) {
        assertThat(refusal).as("%s, which was made to be read", file).isNull();
      }
    }
  }

  /** Without a seed that is read a fuzzer hardly gets behind the first check. */
  @ParameterizedTest
  @EnumSource
  void everyParserHasSeeds(Parser parser) throws IOException {
    assertThat(files(CORPUS.resolve(parser.word())))
        .anyMatch(file -> file.getFileName().toString().startsWith("seed"));
  }

  @Test
  void isSmall() throws IOException {
    long bytes = 0;
    for (Path file : files(CORPUS)) {
      bytes += Files.size(file);
    }
    assertThat(bytes).isBetween(1L, MOST_BYTES);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
