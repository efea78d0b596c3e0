package dev.pilum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallHeapReportTest {
  private static final Pattern RECALL = Pattern.compile("recall@10 ([0-9.]+), [1-9]");

  @Test
  void aSmallTableIsBuiltMeasuredAndSearched(@TempDir Path folder) throws IOException {
    Path database = folder.resolve("database");
    SmallHeapReport.build(database, 2_000);
    assertThat(SmallHeapReport.sizes(database, 2_000)).contains("vectors alone 512");
    Matcher recall = RECALL.matcher(SmallHeapReport.line(database, 0.05));
    assertThat(recall.find()).isTrue();
    assertThat(Double.parseDouble(recall.group(1))).isGreaterThan(0.97);
  }
}
