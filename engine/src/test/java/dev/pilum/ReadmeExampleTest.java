package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's example, compiled and run. */
class ReadmeExampleTest {
  private static final Path HERE =
      Path.of("src", "test", "java", "dev", "pilum", "ReadmeExampleTest.java");

  @TempDir Path folder;

  @Test
  void theExampleLeavesRowsThatAreFoundAfterReopening() {
    // @start region="example"
    try (Database db = Database.open(folder)) {
      Schema schema =
          Schema.builder()
              .key("id", Types.utf8())
              .field("lang", Types.utf8())
              .text("body")
              .vector("embedding", 2, Metric.COSINE)
              .build();
      Table docs = db.createTableIfAbsent("docs", schema);
      float[] cats = {0.9f, 0.1f};
      docs.upsert(Row.of("id", "a", "lang", "en", "body", "a cat asleep", "embedding", cats));
      docs.upsert(Row.of("id", "b", "lang", "zh", "body", "睡着的猫", "embedding", cats));

      HybridSearch search =
          docs.search("embedding", new float[] {1, 0}).text("body", "sleepy cats");
      search.where("lang = ?", "zh").select("id", "body").hits().forEach(System.out::println);
    }
    // @end
    try (Database db = Database.openReadOnly(folder)) {
      Table docs = db.openTable("docs");
      List<Hit> hits = docs.search("embedding", new float[] {1, 0}).hits();
      assertThat(hits).extracting(hit -> hit.row().text("id")).containsExactly("a", "b");
    }
  }

  @Test
  void readmeShowsExactlyThisExample() throws IOException {
    String test = Files.readString(HERE);
    String region =
        test.substring(
            test.indexOf("@start region=\"example\"\n"), test.indexOf("    // @" + "end\n"));
    String example = region.substring(region.indexOf('\n') + 1).stripTrailing().stripIndent();
    assertThat(Files.readString(Path.of("..", "README.md")))
        .contains("```java\n" + example + "\n```\n");
  }
}
