package dev.pilum.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How an application tests itself with a {@link SimDatabase}: README's second example. */
class AgentMemoryTest {
  private static final Path HERE =
      Path.of("src/test/java/dev/pilum/testkit/backend/AgentMemoryTest.java");

  @Test
  void whatWasRememberedIsThereAfterFaultsAndAPowerCut() {
    // @start region="example"
    for (long seed = 1; seed <= 10; seed++) {
      FaultRates rates = FaultRates.all(0.01).with(FaultKind.RESOURCE_OOM, 0);
      try (SimDatabase sim = SimDatabase.open(seed, rates)) {
        AgentMemory memory = new AgentMemory(sim.database(), sim::reopen);
        Set<String> remembered = new HashSet<>();
        for (int i = 0; i < 50; i++) {
          memory.remember("m" + i, i, 1); // tries again, reopens; returns when it is safe
          remembered.add("m" + i);
        }
        assertThat(memory.recall(7, 1)).as(sim.replay()).startsWith("m7");
        sim.crash();
        sim.calm();
        Table memories = sim.reopen().openTable("memories");
        for (String id : remembered) {
          assertThat(memories.exists(id)).as("%s; %s", id, sim.replay()).isTrue();
        }
      }
    }
    // @end
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
