package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.cli.Terminal.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void open() {
    terminal = new Terminal(folder);
  }

  @Test
  void jsonLinesBecomeATableWhoseSchemaIsLearnedFromTheData() throws IOException {
    terminal.write(
        "rows.jsonl",
        "{\"id\": \"a\", \"n\": 1, \"x\": 1, \"ok\": true, \"tags\": [\"p\", \"q\"], \"at\":"
            + " {\"lat\": 1.5, \"name\": null}}",
        "",
        "{\"id\": \"b\", \"n\": 2, \"x\": 0.5, \"tags\": [], \"at\": {\"lat\": 2, \"name\":"
            + " \"here\"}}");
    assertThat(terminal.run("import DB t --jsonl @rows.jsonl --key id --json").out())
        .contains("\"rows\":2");

    assertThat(terminal.run("schema DB t --format csv").out())
        .isEqualTo(
            """
            column,type,nullable,key,metric
            id,utf8,false,true,
            n,int64,true,false,
            x,float64,true,false,
            ok,bool,true,false,
            tags,list<utf8>,true,false,
            at,"struct<lat float64, name utf8>",true,false,
            """);
    assertThat(terminal.run("head DB t --json").out())
        .isEqualTo(
            """
            [
            {"id":"a","n":1,"x":1.0,"ok":true,"tags":["p","q"],"at":{"lat":1.5,"name":null}},
            {"id":"b","n":2,"x":0.5,"ok":null,"tags":[],"at":{"lat":2.0,"name":"here"}}
            ]
            """);
  }

  @Test
  void valuesThatFitNoCommonTypeBecomeText() throws IOException {
    terminal.write(
        "rows.jsonl",
        "{\"v\": 1, \"w\": [[1], 2]}",
        "{\"v\": \"one\", \"w\": [3]}",
        "{\"v\": {\"a\": 1}, \"w\": null}");
    assertThat(terminal.run("import DB t --jsonl @rows.jsonl").exitCode()).isZero();
    assertThat(terminal.run("head DB t --format csv").out())
        .isEqualTo("v,w\n1,\"[\"\"[1]\"\",\"\"2\"\"]\"\none,\"[\"\"3\"\"]\"\n\"{\"\"a\"\":1}\",\n");
  }

  @Test
  void csvCellsAreReadByWhatTheyLookLike() throws IOException {
    terminal.write(
        "rows.csv",
        "id,zip,when ever,price,ok",
        "1,0123,,1.5,true",
        "2,9999,\"a,\"\"b\"\"",
        "c\",2,false");
    Outcome imported = terminal.run("import DB t --csv @rows.csv --key id");
    assertThat(imported.err()).contains("column 'when ever' becomes 'when_ever'");
    assertThat(terminal.run("head DB t --json").out())
        .isEqualTo(
            """
            [
            {"id":1,"zip":"0123","when_ever":null,"price":1.5,"ok":true},
            {"id":2,"zip":"9999","when_ever":"a,\\"b\\"\\nc","price":2.0,"ok":false}
            ]
            """);
  }

  @Test
  void aBadLineIsNamedAndNothingIsImported() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": 1}", "{\"id\": 2", "{\"id\": 3}");
    Outcome outcome = terminal.run("import DB t --jsonl @rows.jsonl --key id");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("rows.jsonl, line 2: not JSON").doesNotContain("\tat ");
    assertThat(terminal.run("tables DB --format csv").out()).isEqualTo("table,rows\n");
  }

  @Test
  void aRowWithoutItsKeyIsNamedAndNothingIsImported() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": 1}", "{\"id\": null}");
    Outcome outcome = terminal.run("import DB t --jsonl @rows.jsonl --key id");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("rows.jsonl, line 2").contains("'id'");
    assertThat(terminal.run("tables DB --format csv").out()).isEqualTo("table,rows\n");
  }

  @Test
  void vectorsAreJoinedLineByLine() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": 7}", "{\"id\": 8}");
    terminal.writeVectors("v.fvecs", new float[] {1, 2}, new float[] {3, 4});
    terminal.run(
        "import DB t --jsonl @rows.jsonl --vectors @v.fvecs --vector-column e --metric l2 --key"
            + " id");
    assertThat(terminal.run("get DB t 8 --json").out()).isEqualTo("{\"id\":8,\"e\":[3.0,4.0]}\n");
    assertThat(terminal.run("schema DB t").out()).contains("vector<float32>[2]").contains("l2");
  }

  @Test
  void countsThatDisagreeAreNamedBothAndNothingIsImported() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": 7}");
    terminal.writeVectors("v.fvecs", new float[] {1, 2}, new float[] {3, 4});
    Outcome outcome = terminal.run("import DB t --jsonl @rows.jsonl --vectors @v.fvecs --key id");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("rows.jsonl has 1 rows").contains("v.fvecs has 2");
    assertThat(terminal.run("tables DB --format csv").out()).isEqualTo("table,rows\n");
  }

  @Test
  void arraysOfNumbersBecomeVectorsWhereTheColumnIsNamed() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": 1, \"e\": [1, 0.5]}", "{\"id\": 2, \"e\": null}");
    assertThat(terminal.run("import DB t --jsonl @rows.jsonl --vector-column e --key id").err())
        .isEmpty();
    assertThat(terminal.run("schema DB t").out()).contains("vector<float32>[2]");
    assertThat(terminal.run("head DB t --select e --json").out())
        .isEqualTo("[\n{\"e\":[1.0,0.5]},\n{\"e\":null}\n]\n");
  }

  @Test
  void vectorsOfDifferentLengthsAreRefused() throws IOException {
    terminal.write("rows.jsonl", "{\"e\": [1, 2]}", "{\"e\": [1]}");
    assertThat(terminal.run("import DB t --jsonl @rows.jsonl --vector-column e").err())
        .contains("column 'e'");
  }

  @Test
  void bareVectorsGetTheirRowNumberAsKey() throws IOException {
    terminal.writeVectors("v.fvecs", new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6});
    terminal.run("import DB t --vectors @v.fvecs");
    assertThat(terminal.run("get DB t 2 --json").out())
        .isEqualTo("{\"id\":2,\"embedding\":[5.0,6.0]}\n");
  }

  @Test
  void importingAgainReplacesRowsByKey() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": 1, \"v\": \"old\"}", "{\"id\": 2, \"v\": \"old\"}");
    terminal.run("import DB t --jsonl @rows.jsonl --key id");
    terminal.write("rows.jsonl", "{\"id\": 2, \"v\": \"new\"}", "{\"id\": 3, \"v\": \"new\"}");
    assertThat(terminal.run("import DB t --jsonl @rows.jsonl --json").out())
        .contains("\"rows\":2")
        .contains("\"replaced\":1");
    assertThat(terminal.run("head DB t --format csv").out())
        .isEqualTo("id,v\n1,old\n2,new\n3,new\n");
  }

  @Test
  void aValueThatDoesNotFitAnExistingTableIsNamed() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": 1, \"v\": 1}");
    terminal.run("import DB t --jsonl @rows.jsonl --key id");
    terminal.write("rows.jsonl", "{\"id\": 2, \"v\": 2}", "{\"id\": 3, \"v\": \"three\"}");
    Outcome outcome = terminal.run("import DB t --jsonl @rows.jsonl");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("rows.jsonl, line 2: column 'v'")
        .contains("\"three\"")
        .contains("int64")
        .doesNotContain("stopped");
  }

  @Test
  void anUnknownColumnOfAnExistingTableIsNamed() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": 1, \"title\": \"x\"}");
    terminal.run("import DB t --jsonl @rows.jsonl --key id");
    terminal.write("rows.jsonl", "{\"id\": 2, \"titel\": \"y\"}");
    assertThat(terminal.run("import DB t --jsonl @rows.jsonl").err())
        .contains("'titel'")
        .contains("did you mean 'title'");
  }

  @Test
  void aTableWithAnotherKeyIsRefused() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": 1, \"other\": 1}");
    terminal.run("import DB t --jsonl @rows.jsonl --key id");
    assertThat(terminal.run("import DB t --jsonl @rows.jsonl --key other").err())
        .contains("the key 'id'");
  }

  @Test
  void aCutOffVectorFileIsRefused() throws IOException {
    Path file = terminal.writeVectors("v.fvecs", new float[] {1, 2}, new float[] {3, 4});
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 20));
    assertThat(terminal.run("import DB t --vectors @v.fvecs").err()).contains("cut off");
  }

  @Test
  void aMissingFileIsNamed() {
    Outcome outcome = terminal.run("import DB t --jsonl @nowhere.jsonl");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("nowhere.jsonl").hasLineCount(1);
  }

  @Test
  void rowsBeyondOneBatchKeepTheirOrder() throws IOException {
    String[] lines = new String[5_000]; // a batch has 4,096
    float[][] vectors = new float[lines.length][];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "{\"id\": " + i + "}";
      vectors[i] = new float[] {i, 1};
    }
    terminal.write("rows.jsonl", lines);
    terminal.writeVectors("v.fvecs", vectors);
    terminal.run("import DB t --jsonl @rows.jsonl --vectors @v.fvecs --key id");
    assertThat(terminal.run("tables DB --format csv").out()).isEqualTo("table,rows\nt,5000\n");
    assertThat(terminal.run("get DB t 4900 --json").out())
        .isEqualTo("{\"id\":4900,\"embedding\":[4900.0,1.0]}\n");
  }

  @Test
  void columnFilesOfOneTableCanBeImportedAsArrowIntoAnother() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": \"a\", \"n\": 1}", "{\"id\": \"b\", \"n\": null}");
    terminal.run("import DB t --jsonl @rows.jsonl --key id");
    try (var files = Files.list(folder.resolve("db").resolve("t").resolve("data"))) {
      Files.copy(
          files.filter(f -> f.toString().endsWith(".arrow")).findFirst().orElseThrow(),
          folder.resolve("t.arrow"));
    }
    Outcome outcome = terminal.run("import DB u --arrow @t.arrow --key id --json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(terminal.run("head DB u --select id,n --format csv").out())
        .isEqualTo("id,n\na,1\nb,\n");
  }

  @Test
  void bytesThatAreNoArrowAreRefused() throws IOException {
    terminal.write("t.arrow", "this is no Arrow file at all");
    Outcome outcome = terminal.run("import DB u --arrow @t.arrow");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("t.arrow").doesNotContain("\tat ");
    assertThat(terminal.run("import DB u --arrow @t.arrow --vectors @v.fvecs").exitCode())
        .isEqualTo(2);
  }

  @Test
  void anEmptyKeyIsNamedAndNothingIsImported() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": \"a\"}", "{\"id\": \"\"}");
    assertThat(terminal.run("import DB t --jsonl @rows.jsonl --key id").err())
        .contains("rows.jsonl, line 2");
    assertThat(terminal.run("tables DB --format csv").out()).isEqualTo("table,rows\n");
  }

  @Test
  void zerosAndOnesBecomeBitsWithTheMetricOfBits() throws IOException {
    terminal.write(
        "bits.jsonl",
        "{\"id\": 1, \"code\": [0, 0, 0, 0, 0, 0, 0, 1]}",
        "{\"id\": 2, \"code\": [1, 1, 0, 0, 0, 0, 0, 1]}",
        "{\"id\": 3, \"code\": [1, 1, 1, 1, 1, 1, 1, 1]}");
    String command = "import DB t --jsonl @bits.jsonl --vector-column code --key id --metric ";
    assertThat(terminal.run(command + "HAMMING").exitCode()).isZero();
    assertThat(terminal.run("schema DB t --format csv").out())
        .contains("code,vector<bit>[8],true,false,hamming");
    assertThat(terminal.run("search DB t --vector 1,1,0,0,0,0,0,0 --json").out())
        .containsSubsequence("\"_distance\":1.0", "\"id\":2", "\"_distance\":3.0", "\"id\":1");
    assertThat(terminal.run("search DB t --like 1 -k 1 --json --select id,code").out())
        .contains("\"id\":2", "\"code\":\"wQ==\"");
    assertThat(terminal.run("search DB t --vector 1,1,0,0,0,0,0,2").err())
        .contains("coordinate 7 of the query is 2.0");

    copyVectorFile();
    terminal.run("import DB u --arrow @code.arrow");
    assertThat(terminal.run("schema DB u --format csv").out())
        .contains("code,vector<bit>[8],true,false,hamming");
    assertThat(terminal.run("search DB u --vector 1,1,1,1,1,1,1,1 -k 1 --json --select code").out())
        .contains("\"_distance\":0.0");
  }

  private void copyVectorFile() throws IOException {
    try (var files = Files.list(folder.resolve("db").resolve("t").resolve("data"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".arrow")).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("code")) {
          Files.copy(file, folder.resolve("code.arrow"));
        }
      }
    }
  }

  @Test
  void csvIsReadAsToldAndBadRowsAreSetAside() throws IOException {
    terminal.write("rows.csv", "1;'x;y';NULL", "2;z;3", "three;z;3", "4;z", "5;z;5");
    Outcome outcome =
        terminal.run(
            "import DB t --csv @rows.csv --no-header --delimiter ; --quote ' --null NULL --key c1"
                + " --type c1=int64 --bad-rows @bad.jsonl --json");
    assertThat(outcome.out()).contains("\"rows\":3,", "\"rejected\":2,");
    assertThat(terminal.run("head DB t --format csv").out())
        .isEqualTo("c1,c2,c3\n1,x;y,\n2,z,3\n5,z,5\n");
    assertThat(Files.readAllLines(folder.resolve("bad.jsonl")))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("{\"line\":3,\"reason\":\"column 'c1'")
        .endsWith("\"text\":\"three;z;3\"}");
    assertThat(
            terminal
                .run(
                    "import DB u --csv @rows.csv --no-header --delimiter ; --quote ' --type"
                        + " c1=int64 --bad-rows @bad.jsonl --max-bad 1")
                .err())
        .contains("rows.csv, line 4")
        .contains("as many as are allowed");
  }

  @Test
  void whatSchemaPrintsIsASchemaForAnImport() throws IOException {
    terminal.write("a.jsonl", "{\"id\": 1, \"v\": [1, 2], \"w\": \"1\"}");
    terminal.run("import DB t --jsonl @a.jsonl --key id --type v=vector<float16>[2]");
    terminal.write("schema.json", terminal.run("schema DB t --json").out());
    terminal.write("b.csv", "id,v,w", "7,\"[3,4]\",5");
    assertThat(terminal.run("import DB u --csv @b.csv --key id --schema @schema.json").err())
        .isEmpty();
    assertThat(terminal.run("schema DB u --format csv").out())
        .isEqualTo(terminal.run("schema DB t --format csv").out());
    assertThat(terminal.run("head DB u --json").out()).contains("\"v\":[3.0,4.0],\"w\":\"5\"");
    assertThat(terminal.run("import DB x --csv @b.csv --type w=word").err()).contains("'word'");
  }

  @Test
  void anImportThatStoppedGoesOnWhereItStopped() throws IOException {
    String[] lines = new String[5_000];
    java.util.Arrays.setAll(lines, i -> "{\"n\": " + (i == 4_500 ? "\"bad\"" : i) + "}");
    Path file = terminal.write("rows.jsonl", lines);
    var time = Files.getLastModifiedTime(file);
    String command = "import DB t --jsonl @rows.jsonl --sample 9 --resume --json";
    assertThat(terminal.run(command).err()).contains("line 4501", "the first 4096 rows");
    assertThat(folder.resolve("rows.jsonl.pilum-import")).exists();
    Files.writeString(file, Files.readString(file).replace("\"bad\"", " 4500"));
    Files.setLastModifiedTime(file, time);
    assertThat(terminal.run(command).out()).contains("\"rows\":904,", "\"skipped\":4096,");
    assertThat(terminal.run("tables DB --format csv").out()).isEqualTo("table,rows\nt,5000\n");
    assertThat(folder.resolve("rows.jsonl.pilum-import")).doesNotExist();
  }

  @Test
  void standardInputIsReadOnce() {
    var before = System.in;
    System.setIn(new java.io.ByteArrayInputStream("id,n\n1,2\n".getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(terminal.run("import DB t --csv - --key id --json").out()).contains("\"rows\":1,");
    } finally {
      System.setIn(before);
    }
    assertThat(terminal.run("import DB t --csv - --resume").err()).contains("--resume-file");
  }

  @Test
  void parquetGoesOutAndComesBack() throws IOException {
    terminal.write("rows.jsonl", "{\"id\": 1, \"v\": [1, 2], \"word\": \"漢字\"}", "{\"id\": 2}");
    terminal.run("import DB t --jsonl @rows.jsonl --key id --metric l2");
    assertThat(terminal.run("export DB t @out.parquet --json").out()).contains("\"rows\":2,");
    Outcome back = terminal.run("import DB u --parquet @out.parquet --key id --metric l2 --json");
    assertThat(back.exitCode()).as(back.err()).isZero();
    assertThat(terminal.run("schema DB u --json").out())
        .isEqualTo(terminal.run("schema DB t --json").out());
    assertThat(terminal.run("head DB u --json").out())
        .isEqualTo(terminal.run("head DB t --json").out());
  }
}
