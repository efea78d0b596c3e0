package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JSON as PostgreSQL prints it. */
class JsonReaderTest {
  @Test
  void valuesAreReadAsTheyStand() {
    assertThat(JsonReader.read("{\"a\": [1, -2.5e3, null, true], \"b\": {\"c\": \"\\u00e9\\n\"}}"))
        .isEqualTo(
            Map.of(
                "a",
                java.util.Arrays.asList(new BigDecimal(1), new BigDecimal("-2.5e3"), null, true),
                "b",
                Map.of("c", "é\n")));
  }

  @Test
  void whatIsNestedTooDeeplyIsRefused() {
    assertThat(JsonReader.read("[".repeat(100) + "]".repeat(100))).isInstanceOf(List.class);
    for (String open : List.of("[", "{\"a\": ")) {
      assertThatThrownBy(() -> JsonReader.read(open.repeat(100_000)))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("nested more than 100 deep");
    }
  }
}
