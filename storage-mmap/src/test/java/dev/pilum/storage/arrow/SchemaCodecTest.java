package dev.pilum.storage.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaCodecTest {
  private static final Schema TABLE =
      Schema.builder()
          .key("id", Types.utf8())
          .field("year", Types.uint16())
          .vector("embedding", 384, dev.pilum.storage.schema.Metric.L2)
          .build();

  @Test
  void aTablesSchemaComesBackWithFieldIdsAndKey() {
    Schema read = SchemaCodec.decode(SchemaCodec.encode(TABLE), "manifest").toSchema();
    assertThat(read).isEqualTo(TABLE);
    assertThat(read.field("embedding").id()).isEqualTo(3);
  }

  @Test
  void everyTypeComesBack() {
    ArrowSchema schema = ArrowSchema.of(RandomBatches.everyType());
    assertThat(SchemaCodec.decode(SchemaCodec.encode(schema), "manifest")).isEqualTo(schema);
  }

  @Test
  void equalSchemasGiveEqualBytesWhateverTheOrderOfTheirMetadata() {
    Map<String, String> words = new java.util.LinkedHashMap<>();
    words.put("z", "1");
    words.put("a", "2");
    Field one = new Field(1, "c", Types.int8(), true, words);
    Field two = new Field(1, "c", Types.int8(), true, Map.of("a", "2", "z", "1"));
    assertThat(SchemaCodec.encode(ArrowSchema.of(List.of(one))))
        .isEqualTo(SchemaCodec.encode(ArrowSchema.of(List.of(two))));
  }

  @Test
  void metadataThatWouldHideAFieldIdIsRefused() {
    Field field = new Field(1, "c", Types.int8(), true, Map.of("pilum.field_id", "7"));
    assertThatThrownBy(() -> SchemaCodec.encode(ArrowSchema.of(List.of(field))))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("'c'");
  }

  @Test
  void damagedBytesGiveCorruptionOrAnotherSchemaAndNothingElse() {
    byte[] sound = SchemaCodec.encode(ArrowSchema.of(RandomBatches.everyType()));
    for (int place = 0; place < sound.length; place++) {
      for (int mask : new int[] {0xFF, 0x80, 1}) {
        byte[] damaged = sound.clone();
        damaged[place] ^= (byte) mask;
        decodeOrCorruption(damaged);
      }
    }
    for (int length = 0; length < sound.length; length++) {
      byte[] cut = Arrays.copyOf(sound, length);
      assertThatThrownBy(() -> SchemaCodec.decode(cut, "manifest")).isInstanceOf(Corruption.class);
    }
  }

  private static void decodeOrCorruption(byte[] bytes) {
    try {
      SchemaCodec.decode(bytes, "manifest");
    } catch (Corruption expected) {
      assertThat(expected.file()).isEqualTo("manifest");
    }
  }
}
