package dev.pilum.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.PilumException;
import dev.pilum.testkit.damage.Mutations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.junit.jupiter.api.Test;

/** Arrow files and streams of others that are not quite what they say. */
class ArrowFuzzTest {
  private static final long SEED = Long.getLong("seed", 0xF022);
  private static final int INPUTS = Integer.getInteger("pilum.fuzz.inputs", 3_000);

  @Test
  void filesAndStreamsAreReadOrRefused() throws IOException {
    Mutations inputs = new Mutations(corpus(), List.of(), SEED);
    int refused = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = inputs.next();
      try {
        ArrowStreams.readAll(input);
      } catch (PilumException e) {
        refused++;
        assertThat(e.getMessage()).isNotBlank();
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "seed 0x%X, input %d of %d bytes".formatted(SEED, i, input.length), e);
      }
    }
    assertThat(refused).as("inputs that were refused").isPositive();
  }

  private static List<byte[]> corpus() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        BigIntVector ids = new BigIntVector("id", allocator);
        VarCharVector texts = new VarCharVector("text", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(ids, texts)) {
      DictionaryProvider none = new DictionaryProvider.MapDictionaryProvider();
      for (CodecType codec : CodecType.values()) {
        for (boolean file : new boolean[] {true, false}) {
          corpus.add(
              ArrowStreams.write(
                  root, none, file, codec, 2, (r, number) -> ArrowStreams.fill(r, 20, number)));
        }
      }
    }
    return corpus;
  }
}
