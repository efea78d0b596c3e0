package dev.pilum;

import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of bits, in every place where rows can lie, against counting bits one by one. */
class BitVectorsTest {
  private static final int BITS = 136;
  private static final int ROWS = 3_000;
  private static final DatabaseOptions SMALL_GRAPHS =
      DatabaseOptions.DEFAULT.withGraphMinimumRows(200);

  @TempDir private Path folder;

  /** A row of bits, for records. */
  @SuppressWarnings("ArrayRecordComponent") // this is what users write
  public record Fingerprint(
      @Key long id,
      @VectorField(dimension = 16, element = Element.BIT) byte[] packed,
      @VectorField(dimension = 16) BitSet set,
      @VectorField(dimension = 16) boolean[] flags) {}

  @Test
  void theNearestBitsAreFoundWhereverRowsLieWithRowsDeletedAndReplaced() {
    try (TestDatabase test = new TestDatabase(folder, SMALL_GRAPHS)) {
      Table table = test.get().createTable("t", schema());
      SplittableRandom random = new SplittableRandom(0xB175);
      Map<Long, byte[]> model = new TreeMap<>();
      List<Long> order = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        change(table, model, order, random);
        if (step % 15 == 7) {
          table.flush();
          table.awaitUpkeep();
        }
      }
      test.inEveryPlace("t", reader -> assertNearest(reader, model, order));
    }
  }

  private static void change(
      Table table, Map<Long, byte[]> model, List<Long> order, SplittableRandom random) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      long id = random.nextInt(ROWS);
      byte[] bits = random.nextInt(20) == 0 ? null : bits(random);
      if (rows.stream().noneMatch(row -> row.get("id").equals(id))) {
        rows.add(Row.of("id", id, "n", (int) (id % 10), "bits", bits));
        order.remove(id);
        order.add(id);
        model.put(id, bits == null ? new byte[0] : bits);
      }
    }
    table.upsert(rows);
    List<Long> gone = order.stream().filter(id -> random.nextInt(25) == 0).toList();
    table.deleteAll(gone);
    order.removeAll(gone);
    model.keySet().removeAll(gone);
  }

  private static void assertNearest(Reader reader, Map<Long, byte[]> model, List<Long> order) {
    SplittableRandom random = new SplittableRandom(7);
    int found = 0;
    int wanted = 0;
    for (int i = 0; i < 20; i++) {
      byte[] query = bits(random);
      List<Long> truth =
          order.stream()
              .filter(id -> model.get(id).length > 0)
              .sorted(Comparator.comparingInt(id -> differing(model.get(id), query)))
              .toList();
      assertThat(ids(reader.search("bits", query).exact().limit(50).hits()))
          .isEqualTo(truth.subList(0, 50));
      assertThat(ids(reader.search("bits", floats(query)).exact().limit(50).hits()))
          .isEqualTo(truth.subList(0, 50));
      assertThat(ids(reader.search("bits", query).where(lt("n", 2)).limit(5).exact().hits()))
          .isEqualTo(truth.stream().filter(id -> id % 10 < 2).limit(5).toList());
      int farthest = differing(model.get(truth.get(9)), query);
      List<Hit> near = reader.search("bits", query).hits();
      found += (int) near.stream().filter(hit -> hit.distance() <= farthest).count();
      wanted += 10;
      near.forEach(hit -> assertHit(hit, model, query));
      List<Hit> within = reader.search("bits", query).within(farthest).exact().hits();
      assertThat(ids(within))
          .isEqualTo(
              truth.stream().filter(id -> differing(model.get(id), query) <= farthest).toList());
    }
    assertThat(found / (double) wanted).isGreaterThan(0.95);
  }

  private static void assertHit(Hit hit, Map<Long, byte[]> model, byte[] query) {
    byte[] stored = model.get((Long) hit.row().get("id"));
    assertThat(hit.row().bytes("bits")).isEqualTo(stored);
    assertThat(hit.distance()).isEqualTo(differing(stored, query));
    assertThat(hit.score()).isEqualTo(1 / (1 + hit.distance()));
  }

  @Test
  void bitsAreTakenPackedAsSetsAsFlagsAndAsNumbers() {
    byte[] packed = {(byte) 0b1010_0000, 0b0000_0001};
    BitSet set = new BitSet();
    set.set(0);
    set.set(2);
    set.set(15);
    boolean[] flags = new boolean[16];
    flags[0] = flags[2] = flags[15] = true;
    float[] numbers = floats(packed);
    List<Integer> list = Arrays.asList(1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", Schema.builder().bits("bits", 16).build());
      for (Object value : List.of(packed, set, flags, numbers, list)) {
        table.add(List.of(Row.of("bits", value)));
      }
      table.add(table.newBatch().vectors("bits", packed).build());
      table.add(table.newBatch().vectors("bits", numbers).build());
      test.inEveryPlace(
          "t",
          reader -> {
            List<Row> rows = reader.scan().rows();
            assertThat(rows).hasSize(7);
            rows.forEach(row -> assertThat(row.bytes("bits")).isEqualTo(packed));
            Batch batch = reader.scan().batch();
            float[] coordinates = new float[16];
            batch.column("bits").vectorAt(0, coordinates);
            assertThat(coordinates).isEqualTo(numbers);
          });
    }
  }

  @Test
  void recordsHoldBitsPackedAsSetsAndAsFlags() {
    BitSet set = new BitSet();
    set.set(3);
    boolean[] flags = new boolean[16];
    flags[14] = true;
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", Schemas.of(Fingerprint.class));
      assertThat(table.schema().field("set").metric()).isEqualTo(Metric.HAMMING);
      table.upsertRecords(List.of(new Fingerprint(1, new byte[] {1, 2}, set, flags)));
      Fingerprint read = table.scan().records(Fingerprint.class).getFirst();
      assertThat(read.packed()).containsExactly(1, 2);
      assertThat(read.set()).isEqualTo(set);
      assertThat(read.flags()).isEqualTo(flags);
      assertThat(table.search("flags", new byte[] {0, 0}).hits().getFirst().distance())
          .isEqualTo(1f);
    }
  }

  @Test
  void wrongCombinationsAreRefusedAtTheDoor() {
    assertRefused(() -> Types.bits(12), "multiple of 8");
    assertRefused(
        () -> Field.of("v", Types.bits(8)).withMetric(Metric.COSINE), "COSINE cannot measure");
    assertRefused(() -> Schema.builder().vector("v", 8, Metric.HAMMING), "HAMMING cannot measure");
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table =
          test.get()
              .createTable(
                  "t", Schema.builder().bits("bits", 16).vector("v", 2, Metric.L2).build());
      assertRefused(() -> add(table, new byte[3]), "16 bits in 2 bytes, got 3 bytes in row 0");
      assertRefused(() -> add(table, new boolean[15]), "dimension 16, got 15");
      assertRefused(() -> add(table, BitSet.valueOf(new byte[] {0, 0, 1})), "a bit at place 16");
      assertRefused(() -> add(table, halves()), "0 or 1, got 0.5 at coordinate 1");
      assertRefused(() -> add(table, "text"), "byte[2] of packed bits");
      assertRefused(() -> table.newBatch().vectors("bits", new byte[3]), "2 bytes, got 3");
      assertRefused(() -> table.newBatch().vectors("bits", halves()), "got 0.5 at coordinate 1");
      assertRefused(() -> table.search("bits", new byte[3]), "16 bits in 2 bytes, got 3 bytes");
      assertRefused(() -> table.search("bits", halves()), "coordinate 1 of the query is 0.5");
      assertRefused(() -> table.search("bits", new float[15]), "dimension 16, got 15");
      assertRefused(() -> table.search("v", new byte[2]), "search it with a float[]");
      assertRefused(
          () -> table.search("bits", new byte[2]).metric(Metric.L2),
          "L2 cannot measure; use HAMMING");
      assertRefused(() -> table.search("v", new float[2]).metric(Metric.HAMMING), "use COSINE");
      assertThat(table.count()).isZero();
    }
  }

  @Test
  void recallIsMeasuredAndATargetIsReached() {
    try (TestDatabase test = new TestDatabase(folder, SMALL_GRAPHS)) {
      Table table = test.get().createTable("t", schema());
      SplittableRandom random = new SplittableRandom(3);
      List<Row> rows = new ArrayList<>();
      for (int id = 0; id < ROWS; id++) {
        rows.add(Row.of("id", (long) id, "n", id, "bits", bits(random)));
      }
      table.add(rows);
      table.optimize();
      assertThat(table.search("bits", bits(random)).explain().toString())
          .contains("HAMMING", "graph walk on segment");
      assertThat(table.search("bits", bits(random)).recallTarget(0.9).explain().toString())
          .contains("graph walk on segment");
      assertThat(table.measureRecall("bits", 100).recall()).isGreaterThan(0.95);
    }
  }

  private static void assertRefused(Runnable call, String words) {
    assertThatThrownBy(call::run).isInstanceOf(InvalidRequest.class).hasMessageContaining(words);
  }

  private static void add(Table table, Object bits) {
    table.add(List.of(Row.of("bits", bits)));
  }

  private static float[] halves() {
    float[] halves = new float[16];
    halves[1] = 0.5f;
    return halves;
  }

  private static Schema schema() {
    return Schema.builder()
        .key("id", Types.int64())
        .field("n", Types.int32())
        .bits("bits", BITS)
        .build();
  }

  /** Returns one of forty codes with about an eighth of its bits changed. */
  private static byte[] bits(SplittableRandom random) {
    byte[] bits = new byte[BITS / 8];
    SplittableRandom center = new SplittableRandom(random.nextInt(40));
    for (int i = 0; i < bits.length; i++) {
      int centre = center.nextInt();
      for (int bit = 0; bit < 8; bit++) {
        centre ^= random.nextInt(8) == 0 ? 1 << bit : 0;
      }
      bits[i] = (byte) centre;
    }
    return bits;
  }

  private static float[] floats(byte[] packed) {
    float[] bits = new float[8 * packed.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (packed[i / 8] & (128 >> (i % 8))) == 0 ? 0 : 1;
    }
    return bits;
  }

  private static int differing(byte[] one, byte[] other) {
    int count = 0;
    for (int i = 0; i < one.length; i++) {
      count += Integer.bitCount((one[i] ^ other[i]) & 0xff);
    }
    return count;
  }

  private static List<Long> ids(List<Hit> hits) {
    return hits.stream().map(hit -> (Long) hit.row().get("id")).toList();
  }
}
