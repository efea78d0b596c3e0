package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.cli.Terminal.Outcome;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void importFourPoints() throws IOException {
    terminal = new Terminal(folder);
    terminal.write(
        "rows.jsonl",
        "{\"id\": \"east\"}",
        "{\"id\": \"north\"}",
        "{\"id\": \"west\"}",
        "{\"id\": \"north-east\"}");
    terminal.writeVectors(
        "v.fvecs", new float[] {1, 0}, new float[] {0, 1}, new float[] {-1, 0}, new float[] {1, 1});
    terminal.run("import DB t --jsonl @rows.jsonl --vectors @v.fvecs --key id");
  }

  @Test
  void hitsComeNearestFirst() {
    assertThat(
            terminal
                .run("search DB t --vector 1,0.1 --k 3 --format csv --exact")
                .out()
                .lines()
                .map(SearchCommandTest::lastCell))
        .containsExactly("id", "east", "north-east", "north");
  }

  @Test
  void onlyRowsThatMatchTheConditionAreFound() {
    assertThat(
            terminal
                .run("search DB t --vector 1,0.1 --format csv --where id<>:x --param x=east")
                .out()
                .lines()
                .map(SearchCommandTest::lastCell))
        .containsExactly("id", "north-east", "north", "west");
    assertThat(
            terminal
                .run("head DB t --where length(id)=:n --param n=4 --select id --format csv")
                .out())
        .isEqualTo("id\neast\nwest\n".replace("\n", System.lineSeparator()));
    assertThat(terminal.run("head DB t --where ix=1").err())
        .contains("line 1, column 1: unknown column 'ix'; did you mean 'id'?");
  }

  @Test
  void hitsOfSeveralQueriesAreNumbered() throws IOException {
    terminal.writeVectors("q.fvecs", new float[] {0, 1}, new float[] {-1, 0.1f});
    assertThat(terminal.run("search DB t --vectors @q.fvecs -k 1 --json").out())
        .contains("{\"_query\":0,\"_rank\":1,")
        .contains("\"id\":\"north\"}")
        .contains("{\"_query\":1,\"_rank\":1,")
        .contains("\"id\":\"west\"}");
  }

  @Test
  void rowsOfSeveralVectorsAreShownAndSearchedByOneOfThem() {
    try (Database db = Database.open(folder.resolve("db"))) {
      Table table =
          db.createTable(
              "m",
              Schema.builder().key("id", Types.int64()).multivector("v", 2, Metric.DOT).build());
      table.add(
          table
              .newBatch()
              .longs("id", new long[] {1, 2, 3})
              .vectors("v", new int[] {2, 1, 1}, new float[] {1, 0, 0, 1, 0, 1, 1, 0})
              .build());
    }
    assertThat(terminal.run("schema DB m --format csv").out())
        .contains("v,list<vector<float32>[2]>,true,false,dot");
    assertThat(terminal.run("search DB m --vector 1,2 -k 1 --json").out()).contains("\"id\":1");
    assertThat(terminal.run("search DB m --like 2 -k 1 --json --select id,v").out())
        .contains("\"id\":1,\"v\":[[1.0,0.0],[0.0,1.0]]");
  }

  @Test
  void aRowIsNotAmongThoseLikeIt() {
    assertThat(
            terminal
                .run("search DB t --like east -k 2 --format csv")
                .out()
                .lines()
                .map(SearchCommandTest::lastCell))
        .containsExactly("id", "north-east", "north");
  }

  @Test
  void recallCountsTheTrueRowsAmongTheHits() throws IOException {
    terminal.writeVectors("q.fvecs", new float[] {1, 0.1f}, new float[] {-1, 0.1f});
    terminal.writeNumbers("perfect.ivecs", new int[] {0, 3, 1}, new int[] {2, 1, 3});
    terminal.writeNumbers("other.ivecs", new int[] {0, 2, 1}, new int[] {2, 1, 3});
    assertThat(
            terminal
                .run("search DB t --vectors @q.fvecs --k 2 --truth @perfect.ivecs --json")
                .out())
        .startsWith("{\"recall\":1.0,\"qps\":")
        .contains("\"p50Micros\":", "\"p99Micros\":", "\"rows\":4,")
        .hasLineCount(1);
    assertThat(
            terminal
                .run("search DB t --vectors @q.fvecs --k 2 --truth @other.ivecs --json --exact")
                .out())
        .startsWith("{\"recall\":0.75,");
  }

  @Test
  void truthOfAnotherNumberOfQueriesIsRefused() throws IOException {
    terminal.writeVectors("q.fvecs", new float[] {1, 0.1f}, new float[] {-1, 0.1f});
    terminal.writeNumbers("gt.ivecs", new int[] {0, 3});
    Outcome outcome = terminal.run("search DB t --vectors @q.fvecs --k 2 --truth @gt.ivecs");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("1 rows for 2 queries");
  }

  @Test
  void truthShorterThanKIsRefused() throws IOException {
    terminal.writeVectors("q.fvecs", new float[] {1, 0.1f});
    terminal.writeNumbers("gt.ivecs", new int[] {0, 3});
    assertThat(terminal.run("search DB t --vectors @q.fvecs --k 3 --truth @gt.ivecs").err())
        .contains("2 neighbours");
  }

  @Test
  void aVectorOfTheWrongDimensionIsRefusedWithBothNumbers() {
    Outcome outcome = terminal.run("search DB t --vector 1,2,3");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("2").contains("3").contains("embedding").hasLineCount(1);
  }

  @Test
  void wordsAreFoundInTextColumnsUnderFiltersAndBesideVectors() throws IOException {
    terminal.write(
        "texts.jsonl",
        "{\"id\": 1, \"body\": \"red apples\"}",
        "{\"id\": 2, \"body\": \"green apples and red pears\"}",
        "{\"id\": 3, \"body\": \"yellow bananas\"}");
    terminal.writeVectors("w.fvecs", new float[] {1, 0}, new float[] {0, 1}, new float[] {1, 1});
    terminal.run(
        "import DB words --jsonl @texts.jsonl --vectors @w.fvecs --key id --text-column body");
    assertThat(ids("search DB words --text apples")).containsExactly("id", "1", "2");
    assertThat(ids("search DB words --text apples -k 1")).containsExactly("id", "1");
    assertThat(ids("search DB words --text body:apples --where id>:n --param n=1"))
        .containsExactly("id", "2");
    assertThat(ids("search DB words --text +apples --vector 0,1"))
        .containsExactlyInAnyOrder("id", "1", "2", "3");
    assertThat(terminal.run("search DB words --text bananas --like 1 --json --select id").out())
        .contains(
            "\"_rank\":1,\"_score\":1.0,\"_vectorRank\":1,",
            "\"_textRank\":1,",
            "\"id\":3}",
            "\"_textRank\":null,")
        .doesNotContain("\"id\":1}");
    assertThat(terminal.run("search DB words --text apples --explain").out()).contains("text");
    assertThat(terminal.run("search DB words --text apples --vector 0,1 --explain").out())
        .contains("hybrid search");
  }

  @Test
  void computedValuesAreShownUnderTheirNames() {
    assertThat(
            new Terminal(folder)
                .runAll(
                    "head",
                    "DB",
                    "t",
                    "-n",
                    "1",
                    "--json",
                    "--select",
                    "id,concat(id, '!') AS loud")
                .out())
        .isEqualTo("[\n{\"id\":\"east\",\"loud\":\"east!\"}\n]\n");
    assertThat(
            new Terminal(folder)
                .runAll(
                    "search", "DB", "t", "--vector", "1,0", "--json", "--select", "upper(id) as up")
                .out())
        .contains("\"up\":\"EAST\"");
  }

  private List<String> ids(String commandLine) {
    return terminal
        .run(commandLine + " --select id --format csv")
        .out()
        .lines()
        .map(SearchCommandTest::lastCell)
        .toList();
  }

  @Test
  void optionsAboutVectorsNeedOne() {
    Outcome outcome = terminal.run("search DB t --text east --exact");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--vector");
    assertThat(terminal.run("search DB t --text east").err()).contains("text");
  }

  @Test
  void aQueryMustBeGivenAndOnlyOne() {
    assertThat(terminal.run("search DB t").exitCode()).isEqualTo(2);
    assertThat(terminal.run("search DB t --vector 1,2 --like east").exitCode()).isEqualTo(2);
  }

  @Test
  void anUnknownKeyIsNamed() {
    assertThat(terminal.run("search DB t --like nowhere").err()).contains("'nowhere'");
  }

  private static String lastCell(String line) {
    return line.substring(line.lastIndexOf(',') + 1);
  }
}
