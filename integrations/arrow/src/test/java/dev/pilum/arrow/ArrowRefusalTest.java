package dev.pilum.arrow;

import static dev.pilum.arrow.ArrowStreams.fill;
import static dev.pilum.arrow.ArrowStreams.readAll;
import static dev.pilum.arrow.ArrowStreams.refused;
import static dev.pilum.arrow.ArrowStreams.utf8;
import static dev.pilum.arrow.ArrowStreams.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Pilum does not read: types without a counterpart, damage, and what is no Arrow. */
class ArrowRefusalTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void everyBufferWasGivenBack() {
    allocator.close();
  }

  @Test
  void valuesWithoutAnExactCounterpartAreRefusedByName() throws IOException {
    try (TimeStampNanoVector nanos = new TimeStampNanoVector("nanos", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(nanos)) {
      nanos.setSafe(0, 1_001);
      root.setRowCount(1);
      refused(write(root), "'nanos'", "1001");
    }
    try (UInt8Vector unsigned = new UInt8Vector("unsigned", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(unsigned)) {
      unsigned.setSafe(0, -1L);
      root.setRowCount(1);
      refused(write(root), "'unsigned'", "18446744073709551615");
    }
  }

  @Test
  void unsupportedTypesAreRefusedByColumnAndType() throws IOException {
    try (IntervalDayVector days = new IntervalDayVector("days", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(days)) {
      root.setRowCount(0);
      refused(write(root), "'days'", "Interval");
    }
  }

  @ParameterizedTest
  @EnumSource(CodecType.class)
  void damagedInputGivesOneOfPilumsErrorsOrOtherValuesAndNothingElse(CodecType codec)
      throws IOException {
    byte[] sound;
    try (BigIntVector ids = new BigIntVector("id", allocator);
        VarCharVector texts = new VarCharVector("text", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(ids, texts)) {
      sound =
          write(
              root,
              new DictionaryProvider.MapDictionaryProvider(),
              false,
              codec,
              1,
              (r, n) -> fill(r, 60, 0));
    }
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 10_000; round++) {
      byte[] hurt =
          Arrays.copyOf(
              sound, random.nextInt(5) == 0 ? random.nextInt(sound.length) : sound.length);
      for (int i = random.nextInt(3); i >= 0 && hurt.length > 0; i--) {
        hurt[random.nextInt(hurt.length)] = (byte) random.nextInt();
      }
      refused += reads(hurt) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void whatIsNoArrowIsCorruptAndNothingIsNothing() {
    assertThatThrownBy(() ->
            ArrowSource.open(
                new ByteArrayInputStream(utf8("{\"id\": 1, \"text\": \"no arrow\"}")), "rows.json"))
        .isInstanceOf(Corruption.class)
        .hasMessageContaining("rows.json");
    assertThatThrownBy(() -> ArrowSource.open(new ByteArrayInputStream(new byte[0]), "empty"))
        .isInstanceOf(Corruption.class);
  }

  private static boolean reads(byte[] bytes) {
    try {
      readAll(bytes);
      return true;
    } catch (PilumException expected) {
      return false;
    }
  }
}
