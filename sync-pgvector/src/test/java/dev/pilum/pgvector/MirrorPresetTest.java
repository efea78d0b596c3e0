package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.pgvector.DefaultMetadataStorageConfig;
import dev.langchain4j.store.embedding.pgvector.MetadataStorageMode;
import dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore;
import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.contract.Proves;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.pgvector.PgVectorStore;
import org.springframework.jdbc.core.JdbcTemplate;

/** Stores of Spring AI and LangChain4j read what was mirrored into their layouts. */
class MirrorPresetTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("doc", Types.uuid())
          .text("body")
          .field("lang", Types.utf8())
          .field("year", Types.int32())
          .field("weight", Types.float64())
          .field("public", Types.bool())
          .vector("vec", 3, Metric.COSINE)
          .build();

  @TempDir Path folder;
  @AutoClose private final PgSchema pg = PgSchema.create();
  @AutoClose private Database db;
  private Table table;

  @BeforeEach
  void open() {
    db = Database.open(folder);
    table = db.createTable("docs", SCHEMA);
    table.upsert(
        List.of(
            row(1, "en", 2001, 1, 0, 0),
            row(2, "zh", 2002, 0, 1, 0),
            row(3, null, 2003, 0, 0.2f, 1)));
  }

  private static Row row(int n, String lang, int year, float... vector) {
    return Row.of(
        "doc",
        new UUID(0, n),
        "body",
        "text " + n,
        "lang",
        lang,
        "year",
        year,
        "weight",
        n / 4.0,
        "public",
        n == 1,
        "vec",
        vector);
  }

  private PgMirror mirrored(String name, MirrorPreset preset) {
    PgMirror mirror = pg.mirror(pg.table(name).withPreset(preset));
    mirror.mirror(table, MirrorStrategy.FULL);
    table.upsert(row(4, "fr", 2004, 1, 0.1f, 0));
    table.deleteAll(List.of(new UUID(0, 3)));
    mirror.mirror(table, MirrorStrategy.INCREMENTAL);
    assertThat(mirror.verify(table).ok()).isTrue();
    assertThat(mirror.check(SCHEMA).ok()).isTrue();
    return mirror;
  }

  @Test
  @Proves("O5")
  void langChain4jsStoreReadsItsPreset() {
    mirrored("segments", MirrorPreset.LANGCHAIN4J);
    PgVectorEmbeddingStore store =
        PgVectorEmbeddingStore.datasourceBuilder()
            .datasource(PgSchema.target().dataSource())
            .table(pg.name() + ".segments")
            .dimension(3)
            .createTable(false)
            .metadataStorageConfig(
                DefaultMetadataStorageConfig.builder()
                    .storageMode(MetadataStorageMode.COMBINED_JSONB)
                    .columnDefinitions(List.of("metadata JSONB NULL"))
                    .build())
            .build();
    EmbeddingSearchRequest request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(new float[] {1, 0, 0}))
            .maxResults(5)
            .build();
    List<EmbeddingMatch<TextSegment>> matches = store.search(request).matches();
    assertThat(matches)
        .extracting(EmbeddingMatch::embeddingId)
        .containsExactly(id(1), id(4), id(2));
    assertThat(matches.getFirst().score()).isCloseTo(1, within(1e-6));
    TextSegment first = matches.getFirst().embedded();
    assertThat(first.text()).isEqualTo("text 1");
    assertThat(first.metadata().toMap())
        .isEqualTo(Map.of("lang", "en", "year", 2001, "weight", 0.25));
    EmbeddingSearchRequest french =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(new float[] {1, 0, 0}))
            .maxResults(5)
            .filter(new IsEqualTo("lang", "fr"))
            .build();
    assertThat(store.search(french).matches())
        .extracting(EmbeddingMatch::embeddingId)
        .containsExactly(id(4));
  }

  @Test
  @Proves("O5")
  void springAisStoreReadsItsPreset() {
    mirrored(MirrorPreset.SPRING_AI.table(), MirrorPreset.SPRING_AI);
    PgVectorStore store =
        PgVectorStore.builder(new JdbcTemplate(PgSchema.target().dataSource()), new Words())
            .schemaName(pg.name())
            .dimensions(3)
            .vectorTableValidationsEnabled(true)
            .build();
    store.afterPropertiesSet();
    List<Document> found =
        store.similaritySearch(SearchRequest.builder().query("east").topK(5).build());
    assertThat(found).extracting(Document::getId).containsExactly(id(4), id(1), id(2));
    assertThat(found.getFirst().getText()).isEqualTo("text 4");
    assertThat(found.getFirst().getScore()).isCloseTo(0.9345, within(1e-4));
    assertThat(found.getFirst().getMetadata())
        .containsEntry("lang", "fr")
        .containsEntry("year", 2004)
        .containsEntry("weight", 1.0)
        .containsEntry("public", false);
    assertThat(
            store.similaritySearch(
                SearchRequest.builder()
                    .query("east")
                    .topK(5)
                    .filterExpression("year >= 2002 && lang == 'zh'")
                    .build()))
        .extracting(Document::getId)
        .containsExactly(id(2));
  }

  @Test
  void whatWasMirroredComesBackFromAPreset() {
    for (MirrorPreset preset : List.of(MirrorPreset.SPRING_AI, MirrorPreset.LANGCHAIN4J)) {
      PgMirror mirror = mirrored("mirror_" + preset, preset);
      Table back = db.createTable("back_" + preset, SCHEMA);
      assertThat(mirror.importInto(back)).isEqualTo(table.count());
      for (Row row : table.scan().rows()) {
        Row same = back.get(row.get("doc"));
        assertThat(same.vector("vec")).containsExactly(row.vector("vec"));
        for (String column : List.of("body", "lang", "year", "weight", "public")) {
          assertThat(same.get(column)).as(column).isEqualTo(row.get(column));
        }
      }
    }
  }

  @Test
  void aTableWithoutAnythingElseHasEmptyMetadata() {
    Table small =
        db.createTable(
            "small",
            Schema.builder()
                .key("k", Types.utf8())
                .text("t")
                .vector("v", 2, Metric.COSINE)
                .build());
    small.upsert(Row.of("k", "a", "t", "x", "v", new float[] {1, 0}));
    PgMirror mirror = pg.mirror(pg.table("small").withPreset(MirrorPreset.SPRING_AI));
    mirror.mirror(small, MirrorStrategy.FULL);
    assertThat(pg.rows("select id, content, metadata, embedding from small"))
        .containsExactly(List.of("a", "x", "{}", "[1,0]"));
    assertThat(mirror.verify(small).ok()).isTrue();
  }

  @Test
  void columnsThatCannotBeToldApartAreAskedFor() {
    Schema two =
        Schema.builder()
            .key("k", Types.utf8())
            .text("title")
            .text("body")
            .vector("v", 2, Metric.COSINE)
            .build();
    Table table = db.createTable("two", two);
    MirrorOptions options = pg.table("two").withPreset(MirrorPreset.SPRING_AI);
    assertThatThrownBy(() -> pg.mirror(options).mirror(table, MirrorStrategy.FULL))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("[title, body]")
        .hasMessageContaining("--column NAME=content");
    pg.mirror(options.withColumns(Map.of("body", "content"))).mirror(table, MirrorStrategy.FULL);
    assertThat(pg.rows("select content, metadata from two")).isEmpty();
  }

  private static String id(int n) {
    return new UUID(0, n).toString();
  }

  /** Everything is east by north-east. */
  private static final class Words implements EmbeddingModel {
    @Override
    public float[] embed(String text) {
      return new float[] {1, 0.5f, 0};
    }

    @Override
    public float[] embed(Document document) {
      return new float[] {1, 0.5f, 0};
    }

    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
      throw new AssertionError("nothing is embedded but queries");
    }
  }
}
