package dev.pilum;

import static dev.pilum.filter.Filters.ge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose columns are a record's components. */
class RecordTableTest {
  record Place(String city, int zip) {}

  @SuppressWarnings("ArrayRecordComponent") // A vector is an array.
  record Book(
      @Key UUID isbn,
      boolean lent,
      short shelf,
      @Nullable Integer pages,
      double weight,
      @Nullable String title,
      @DecimalField(precision = 8, scale = 2) @Nullable BigDecimal price,
      @Nullable LocalDate published,
      @Nullable LocalTime opens,
      @Nullable LocalDateTime written,
      @Nullable Instant seen,
      @Nullable List<String> tags,
      @Nullable Place place,
      @VectorField(dimension = 3, metric = Metric.L2) float @Nullable [] meaning,
      @ColumnName("code") @VectorField(dimension = 2, metric = Metric.DOT) byte @Nullable [] codes,
      @VectorField(dimension = 2, element = Element.FLOAT16) float @Nullable [] half) {}

  record TitleOnly(String title) {}

  record Misspelt(String titel) {}

  @TempDir private Path folder;

  @Test
  void recordsComeBackAsTheyWere() {
    List<Book> books = books(1, 80);
    try (TestDatabase test = new TestDatabase(folder)) {
      test.get().createTable("books", Schemas.of(Book.class)).addRecords(books);
      test.inEveryPlace("books", reader -> assertSame(reader.scan().records(Book.class), books));
    }
  }

  @Test
  void recordsReplaceThoseWithTheirKey() {
    List<Book> first = books(1, 40);
    List<Book> second = new ArrayList<>();
    books(2, 40).forEach(b -> second.add(withKey(b, first.get(second.size()).isbn())));
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("books", Schemas.of(Book.class));
      table.addRecords(first);
      table.flush();
      assertThat(table.upsertRecords(second)).isEqualTo(new WriteResult(2, 40, 40));
      test.inEveryPlace("books", reader -> assertSame(reader.scan().records(Book.class), second));
    }
  }

  @Test
  void aPartOfTheColumnsCanBeReadAsASmallerRecord() {
    List<Book> books = books(3, 20);
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("books", Schemas.of(Book.class));
      table.addRecords(books);
      assertThat(table.scan().where(ge("shelf", 10)).records(TitleOnly.class))
          .isEqualTo(
              books.stream()
                  .filter(b -> b.shelf() >= 10)
                  .map(b -> new TitleOnly(b.title()))
                  .toList());
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> table.scan().records(Misspelt.class))
          .withMessageContaining("titel")
          .withMessageContaining("'title'");
    }
  }

  @Test
  void recordsOfTheWrongShapeAreRefusedAndNothingIsWritten() {
    Schema schema = Schema.builder().key("id", Types.int64()).field("title", Types.utf8()).build();
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema);
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> table.addRecords(List.of(new TitleOnly("no key"))))
          .withMessageContaining("'id'");
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> table.addRecords(List.of(new Misspelt("x"))))
          .withMessageContaining("'title'");
      assertThat(table.version()).isZero();
    }
  }

  private static void assertSame(List<Book> found, List<Book> written) {
    assertThat(found).usingRecursiveFieldByFieldElementComparator().isEqualTo(written);
  }

  private static List<Book> books(long seed, int count) {
    Random random = new Random(seed);
    List<Book> books = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean some = random.nextInt(3) > 0;
      books.add(
          new Book(
              new UUID(seed, i),
              random.nextBoolean(),
              (short) i,
              some ? random.nextInt() : null,
              random.nextGaussian(),
              some ? "title " + i : null,
              some ? BigDecimal.valueOf(random.nextInt(100_000), 2) : null,
              some ? LocalDate.ofEpochDay(random.nextInt(30_000)) : null,
              some ? LocalTime.ofSecondOfDay(random.nextInt(86_400)) : null,
              some ? LocalDateTime.of(2000 + i, 1, 2, 3, 4, 5) : null,
              some ? Instant.ofEpochSecond(random.nextInt(), 1_000) : null,
              some ? List.of("a" + i, "") : null,
              some ? new Place("city " + i, i) : null,
              some ? new float[] {i, random.nextFloat(), 0} : null,
              some ? new byte[] {(byte) i, -1} : null,
              some ? new float[] {0.5f, i} : null));
    }
    return books;
  }

  private static Book withKey(Book b, UUID isbn) {
    return new Book(
        isbn,
        b.lent(),
        b.shelf(),
        b.pages(),
        b.weight(),
        b.title(),
        b.price(),
        b.published(),
        b.opens(),
        b.written(),
        b.seen(),
        b.tags(),
        b.place(),
        b.meaning(),
        b.codes(),
        b.half());
  }
}
