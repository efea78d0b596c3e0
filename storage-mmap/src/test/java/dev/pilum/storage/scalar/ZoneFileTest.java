package dev.pilum.storage.scalar;

import static dev.pilum.storage.scalar.Values.before;
import static dev.pilum.storage.scalar.Values.behind;
import static dev.pilum.storage.scalar.Values.doubles;
import static dev.pilum.storage.scalar.Values.longs;
import static dev.pilum.storage.scalar.Values.span;
import static dev.pilum.storage.scalar.Values.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneFileTest {
  @TempDir private Path folder;

  @Test
  void aBlockHasItsLeastAndGreatestValueAndItsNulls() {
    Long[] values = new Long[130];
    Arrays.setAll(values, i -> i % 10 == 3 ? null : Long.valueOf(1000 - i));
    Zones zones = zones(longs(values));
    assertThat(zones.blocks()).isEqualTo(3);
    assertThat(zones.rowsIn(1)).isEqualTo(64);
    assertThat(zones.rowsIn(2)).isEqualTo(2);
    assertThat(zones.nullCount(0)).isEqualTo(7);
    assertThat(zones.least(0).upper()).isEqualTo(1000 - 62);
    assertThat(zones.greatest(0).upper()).isEqualTo(1000);
    assertThat(zones.least(2).upper()).isEqualTo(1000 - 129);
    assertThat(zones.greatest(2).upper()).isEqualTo(1000 - 128);
  }

  @Test
  void spansThatMissABlockAreSeenAndThoseThatTouchIt() {
    Zones zones = zones(longs(10L, 20L, null));
    assertThat(zones.mayHold(0, List.of(span(0, 9), span(21, 30)))).isFalse();
    assertThat(zones.mayHold(0, List.of(span(0, 9), span(20, 30)))).isTrue();
    assertThat(zones.mayHold(0, List.of(span(15, 15)))).isTrue();
    assertThat(zones.mayHold(0, List.of(new Span(Cut.before(new WideKey(21, 0)), null)))).isFalse();
    assertThat(zones.holdsOnly(0, List.of(span(10, 20)))).isTrue();
    assertThat(zones.holdsOnly(0, List.of(span(11, 20)))).isFalse();
    assertThat(zones.holdsOnly(0, List.of(span(10, 19)))).isFalse();
    assertThat(zones.holdsOnly(0, List.of(new Span(null, null)))).isTrue();
  }

  @Test
  void nanIsGreaterThanAllNumbers() {
    Zones zones = zones(doubles(1.5, Double.NaN, -0.0));
    assertThat(zones.least(0).upper()).isEqualTo(SortKeys.of(0.0));
    assertThat(zones.greatest(0).upper()).isEqualTo(SortKeys.of(Double.NaN));
  }

  @Test
  void ofLongTextTheBeginningDecidesAndNothingIsMissed() {
    Zones zones = zones(texts("a long common beginning 1", "a long common beginning 5"));
    List<Span> inside = List.of(new Span(before("a long common beginning 3"), null));
    List<Span> outside = List.of(new Span(before("a long common beginning 9"), null));
    List<Span> before = List.of(new Span(null, behind("a long comma")));
    assertThat(zones.mayHold(0, inside)).isTrue();
    assertThat(zones.mayHold(0, outside)).as("more than 16 bytes are not known").isTrue();
    assertThat(zones.mayHold(0, before)).isFalse();
    assertThat(zones.holdsOnly(0, List.of(new Span(before("a long comm"), null)))).isTrue();
    assertThat(zones.holdsOnly(0, inside)).isFalse();
  }

  @Test
  void aBlockOfNullsHoldsNothing() {
    Zones zones = zones(longs(null, null));
    assertThat(zones.mayHold(0, List.of(new Span(null, null)))).isFalse();
    assertThat(zones.holdsOnly(0, List.of(new Span(null, null)))).isFalse();
  }

  private Zones zones(Column column) {
    DiskFileStore files = DiskFileStore.open(folder);
    RecordBatch rows =
        new RecordBatch(
            List.of(Field.of("value", column.type()).withId(7)), column.length(), List.of(column));
    WrittenScalars written = ZoneFile.write(files, "zones", rows, 64);
    Zones zones =
        ZoneFile.open(files, "zones", written.lengthBytes(), column.length(), Arena.ofAuto())
            .zones(7);
    assertThat(zones).isNotNull();
    return zones;
  }
}
