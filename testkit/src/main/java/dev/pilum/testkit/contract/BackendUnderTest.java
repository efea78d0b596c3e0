package dev.pilum.testkit.contract;

import dev.pilum.Row;
import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendConfig;
import dev.pilum.backend.Backends;
import dev.pilum.backend.Namespace;
import dev.pilum.backend.Query;
import dev.pilum.backend.ScoredRow;
import dev.pilum.backend.VectorCollection;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

/** What the parts of a {@link BackendContract} share: the backend, and rows to put into it. */
interface BackendUnderTest {
  /** Four coordinates are enough for every neighbourhood that is asked for. */
  int DIMENSION = 4;

  /** Columns of the usual kinds. */
  Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .field("lang", Types.utf8())
          .field("year", Types.int32())
          .field("rating", Types.float64())
          .field("day", Types.date())
          .field("at", Types.timestamp("UTC"))
          .text("body")
          .vector("embedding", DIMENSION, Metric.COSINE)
          .build();

  /** Returns all providers, the one that is tested among them. */
  Backends backends();

  /** Returns how the backend is opened. */
  BackendConfig config();

  /** Returns the backend, open. */
  Backend backend();

  /** Returns whether rows outlive the backend. */
  boolean durable();

  /** Closes the backend and opens it again. */
  Backend reopened();

  /** Returns a namespace without collections. */
  default Namespace namespace() {
    return backend().namespace("contract");
  }

  /** Returns another one, without collections: whatever an earlier test left on a server. */
  default Namespace other() {
    Namespace other = backend().namespace("other");
    other.collectionNames().forEach(other::drop);
    return other;
  }

  /** Returns an empty collection of {@link #SCHEMA}. */
  default VectorCollection docs() {
    namespace().create("docs", SCHEMA);
    return namespace().open("docs");
  }

  /** Returns an empty collection of ids and vectors. */
  default VectorCollection embeddings() {
    return namespace().collection("embeddings", DIMENSION);
  }

  /** Returns row {@code i} of a collection of {@link #SCHEMA}: id {@code 0007} and so on. */
  static Row row(int i) {
    return Row.of(
        "id",
        "%04d".formatted(i),
        "lang",
        i % 3 == 0 ? "en" : "zh",
        "year",
        2000 + i % 20,
        "rating",
        i % 7 / 2.0,
        "day",
        LocalDate.of(2026, 1, 1).plusDays(i % 365),
        "at",
        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * i),
        "body",
        "note number " + i + (i % 5 == 0 ? " about sleepy cats" : " about quick foxes"),
        "embedding",
        embedding(i));
  }

  /** Returns the vector of {@link #row(int)}. */
  static float[] embedding(int i) {
    return vector(new SplittableRandom(i));
  }

  /** Returns the row with this key, which must be there. */
  static Row row(VectorCollection collection, String id) {
    Row row = collection.get(id);
    if (row == null) {
      throw new AssertionError("there is no row '" + id + "' in " + collection.name());
    }
    return row;
  }

  /** Returns a random vector, none of whose coordinates is 0. */
  static float[] vector(SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (random.nextDouble() * 2 - 1);
    }
    return vector;
  }

  /** Returns rows {@code from} to {@code to}, this one left out. */
  static List<Row> rows(int from, int to) {
    return java.util.stream.IntStream.range(from, to).mapToObj(BackendUnderTest::row).toList();
  }

  /** Returns the ids of hits, in their order. */
  static List<String> ids(List<ScoredRow> hits) {
    return hits.stream().map(hit -> (String) hit.id()).toList();
  }

  /** Returns the ids of all rows that a query finds, in its order. */
  static List<String> ids(VectorCollection collection, Query query) {
    return ids(collection.search(query.limit(100_000)));
  }
}
