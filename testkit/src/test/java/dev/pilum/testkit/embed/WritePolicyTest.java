package dev.pilum.testkit.embed;

import static dev.pilum.testkit.embed.EmbeddedTable.row;
import static dev.pilum.testkit.embed.EmbeddedTable.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pilum.Batch;
import dev.pilum.Duplicates;
import dev.pilum.RejectedVectors;
import dev.pilum.Row;
import dev.pilum.Write;
import dev.pilum.WriteReport;
import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows S4 and S5 of the acceptance table: duplicates, bad vectors, writes in several commits. */
class WritePolicyTest {
  private final EmbeddedTable docs = new EmbeddedTable();

  @AfterEach
  void close() {
    docs.close();
  }

  @Test
  void skippedDuplicatesAreNotEmbedded() {
    Write skipping = docs.table.write().duplicates(Duplicates.SKIP, "body");
    WriteReport first = skipping.add(List.of(row(1, "a"), row(2, "b"), row(3, "a")));
    assertThat(first).isEqualTo(new WriteReport(1, 1, 2, 0, 1, 0, 0));
    docs.model.batches.clear();
    WriteReport second = skipping.add(List.of(row(4, "b"), row(5, "c")));
    assertThat(second).isEqualTo(new WriteReport(2, 1, 1, 0, 1, 0, 0));
    assertThat(docs.model.batches).containsExactly(List.of("c"));
    assertThat(ids()).containsExactly(1L, 2L, 5L);
    assertThat(skipping.add(List.of(row(6, "c"))).commits()).isZero();
  }

  @Test
  void replacedDuplicatesGo() {
    docs.table.add(List.of(row(1, "a"), row(2, "b")));
    WriteReport report =
        docs.table
            .write()
            .duplicates(Duplicates.REPLACE, "body")
            .add(List.of(row(3, "a"), row(4, "a")));
    assertThat(report).isEqualTo(new WriteReport(2, 1, 1, 1, 1, 0, 0));
    assertThat(ids()).containsExactly(2L, 4L);
  }

  @Test
  void aReplacedRowMayGiveItsKeyAway() {
    docs.table.add(List.of(row(1, "a"), row(2, "b")));
    Write replacing = docs.table.write().duplicates(Duplicates.REPLACE, "body");
    replacing.add(List.of(row(1, "a")));
    assertThat(ids()).containsExactly(2L, 1L);
    assertThatThrownBy(() -> replacing.add(List.of(row(2, "a"))))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("the key of row 0 is in the table already");
    assertThatThrownBy(
            () -> replacing.add(List.of(row(7, "x"), row(8, "x"), row(8, "y"), row(8, "z"))))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("the key of row 2 is there twice");
    assertThat(docs.table.version()).isEqualTo(2);
  }

  @Test
  void duplicatesMayBeRefused() {
    docs.table.add(List.of(row(1, "a")));
    Write refusing = docs.table.write().duplicates(Duplicates.ERROR, "title", "body");
    refusing.add(List.of(row(2, "a"))); // a title that is null equals none
    refusing.add(List.of(Row.of("id", 3, "title", "t", "body", "a")));
    List<Row> again = List.of(row(4, "b"), Row.of("id", 5, "title", "t", "body", "a"));
    assertThatThrownBy(() -> refusing.add(again))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("row 1 has the same title, body as a row of the table; nothing was written");
    assertThat(docs.table.count()).isEqualTo(3);
  }

  @Test
  void anUpsertIsNoDuplicateOfTheRowThatItReplaces() {
    docs.table.add(List.of(row(1, "a"), row(2, "b")));
    Write skipping = docs.table.write().duplicates(Duplicates.SKIP, "body");
    WriteReport report =
        skipping.upsert(List.of(Row.of("id", 1, "title", "T", "body", "a"), row(2, "a")));
    assertThat(report.rowsWritten()).isEqualTo(1);
    assertThat(report.rowsSkipped()).isEqualTo(1);
    assertThat(docs.table.get(1)).containsEntry("title", "T");
    assertThat(docs.table.get(2)).containsEntry("body", "b");
  }

  @Test
  void duplicatesAreToldBySimpleValues() {
    assertThatThrownBy(() -> docs.table.write().duplicates(Duplicates.SKIP, "v"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("name what it is made of: title, body");
    assertThatThrownBy(() -> docs.table.write().duplicates(Duplicates.SKIP))
        .isInstanceOf(InvalidRequest.class);
  }

  private static List<Row> badVectors() {
    return List.of(
        Row.of("id", 0, "body", "good"),
        Row.of("id", 1, "body", "x", "v", new float[] {Float.NaN, 0}),
        Row.of("id", 2, "body", "x", "v", new float[] {1, 2, 3}),
        Row.of("id", 3, "body", "x", "v", List.of(0, 0)),
        Row.of("id", 4, "body", "nan"),
        Row.of("id", 5, "body", "zero"),
        Row.of("id", 6, "body", "x", "v", new float[] {1, 2}));
  }

  @Test
  void rowsWithBadVectorsAreDropped() {
    WriteReport report =
        docs.table.write().rejectedVectors(RejectedVectors.DROP_ROW).add(badVectors());
    assertThat(report).isEqualTo(new WriteReport(1, 1, 2, 0, 0, 5, 0));
    assertThat(ids()).containsExactly(0L, 6L);
    assertThat(docs.model.batches).containsExactly(List.of("good", "nan", "zero"));
  }

  @Test
  void badVectorsAreLeftOut() {
    WriteReport report =
        docs.table.write().rejectedVectors(RejectedVectors.SET_NULL).upsert(badVectors());
    assertThat(report).isEqualTo(new WriteReport(1, 1, 7, 0, 0, 0, 5));
    for (long id = 1; id <= 5; id++) {
      assertThat(docs.vector(id)).as("row %d", id).isNull();
    }
    assertThat(docs.vector(0)).containsExactly(CountingModel.vector("good"));
  }

  @Test
  void badVectorsAreRefused() {
    Write refusing = docs.table.write().rejectedVectors(RejectedVectors.ERROR);
    List<Row> zeros = List.of(row(1, "fine"), row(2, "zero"));
    assertThatThrownBy(() -> refusing.add(zeros))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("column 'v' has a vector of zeros, which has no direction, in row 1");
    docs.table.add(zeros); // which the table's own add lets pass
    assertThat(docs.vector(2)).containsExactly(0, 0);
  }

  @Test
  void columnsWithBadVectorsGoTheSameWay() {
    Batch batch =
        docs.table
            .newBatch()
            .longs("id", new long[] {1, 2, 3})
            .vectors("v", new float[] {1, 2, Float.NaN, 0, 0, 0})
            .build();
    docs.table.write().rejectedVectors(RejectedVectors.DROP_ROW).add(batch);
    assertThat(ids()).containsExactly(1L);
    docs.table.write().rejectedVectors(RejectedVectors.SET_NULL).upsert(batch);
    assertThat(ids()).containsExactly(1L, 2L, 3L);
    assertThat(docs.vector(2)).isNull();
  }

  @Test
  void aLongListIsWrittenInSeveralCommits() {
    Write write = docs.table.write().rowsPerCommit(4);
    assertThat(write.add(List.of()).commits()).isZero();
    assertThat(docs.table.version()).isZero();
    assertThat(write.add(rows(4)).commits()).isEqualTo(1);
    WriteReport report = write.upsert(rows(11));
    assertThat(report).isEqualTo(new WriteReport(4, 3, 11, 4, 0, 0, 0));
    Batch batch = docs.table.newBatch().longs("id", new long[] {20, 21, 22, 23, 24}).build();
    assertThat(write.add(batch).commits()).isEqualTo(2);
    assertThat(docs.table.count()).isEqualTo(16);
  }

  @Test
  void whatWasWrittenBeforeAFailureIsSaid() {
    List<Row> rows = new ArrayList<>(rows(6));
    rows.add(row(0, "taken"));
    InvalidRequest failure =
        catchThrowableOfType(
            InvalidRequest.class, () -> docs.table.write().rowsPerCommit(3).add(rows));
    assertThat(failure.getSuppressed()[0])
        .hasMessage("the rows before, 0 to 5, are done: 6 were written in 2 commits");
    assertThat(docs.table.count()).isEqualTo(6);
  }

  private List<Object> ids() {
    List<Object> ids = new ArrayList<>();
    docs.table.scan().select("id").rows().forEach(row -> ids.add(row.get("id")));
    return ids;
  }
}
