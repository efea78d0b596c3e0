package dev.pilum.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.cli.compare.CompareData;
import dev.pilum.storage.error.InvalidRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareFolderTest {
  @TempDir Path folder;

  @Test
  void textsAndJudgementsBelongToVectorsByTheirPlace() throws IOException {
    vectors("base.fvecs", 100);
    vectors("query.fvecs", 2);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      rows.append("{\"id\": \"d%d\", \"title\": \"t%d\", \"text\": \"words\"}\n".formatted(i, i));
    }
    Files.writeString(folder.resolve("rows.jsonl"), rows);
    Files.writeString(
        folder.resolve("queries.jsonl"),
        "{\"id\": \"a\", \"text\": \"first\"}\n{\"id\": \"b\", \"text\": \"second\"}\n");
    Files.writeString(
        folder.resolve("qrels.tsv"), "query\tdocument\trelevance\nb\td7\t1\nb\tgone\t1\n");
    CompareData data = CompareFolder.read(folder);
    assertThat(data.base()).hasDimensions(100, 3);
    assertThat(data.texts()).hasSize(100).element(7).isEqualTo("t7 words");
    assertThat(data.queryWords()).containsExactly("first", "second");
    assertThat(data.judged()).isEqualTo(Map.of(1, Set.of(7)));
    assertThat(data.name()).isEqualTo(folder.getFileName().toString());
  }

  @Test
  void vectorsAloneWillDo() throws IOException {
    vectors("base.fvecs", 100);
    vectors("query.fvecs", 1);
    assertThat(CompareFolder.read(folder).texts()).isEmpty();
  }

  @Test
  void aFolderWithoutVectorsIsRefused() {
    assertThatThrownBy(() -> CompareFolder.read(folder))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("base.fvecs");
  }

  private void vectors(String name, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count * 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putInt(3).putFloat(i).putFloat(1).putFloat(2);
    }
    Files.write(folder.resolve(name), bytes.array());
  }
}
