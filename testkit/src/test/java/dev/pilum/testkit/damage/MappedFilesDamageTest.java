package dev.pilum.testkit.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.env.DiskFileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files on a real disk, mapped, read by a process with a small heap: it never dies, nor
 * believes a length that it has no memory for.
 */
class MappedFilesDamageTest {
  private static final long SEED = Long.getLong("seed", 0xDA3A6E);
  private static final int VARIANTS = Integer.getInteger("pilum.damage.variants", 1);
  private static final String LIVED_THROUGH = "lived through ";

  @TempDir Path folder;

  @Test
  void aProcessWithASmallHeapLivesThroughDamageOfMappedFiles() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-ea",
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            folder.resolve("db").toString(),
            Long.toString(SEED),
            Integer.toString(Math.min(VARIANTS, 50)));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said).contains(LIVED_THROUGH);
    System.out.println("Damaged mapped files, heap of 64 MiB: " + said.lines().toList().getLast());
  }

  /** What the other process does. */
  static final class Child {
    private Child() {}

    /** Takes the folder, a seed, and how many variants of each damage to try. */
    public static void main(String[] arguments) throws IOException {
      long seed = Long.parseLong(arguments[1]);
      DamageExplorer explorer = new DamageExplorer(seed, 0);
      DiskFileStore files = DiskFileStore.create(Path.of(arguments[0]));
      explorer.image().writeTo(files);
      int trials = 0;
      for (String path : explorer.image().paths()) {
        if (path.startsWith(DamageExplorer.TABLE + "/")) {
          trials += damage(explorer, files, path, Integer.parseInt(arguments[2]), seed);
        }
      }
      System.out.println(LIVED_THROUGH + trials);
    }

    private static int damage(
        DamageExplorer explorer, DiskFileStore files, String path, int most, long seed) {
      List<Damage> damages = new ArrayList<>();
      byte[] sound = explorer.image().bytes(path);
      new Damages(FileType.of(path), sound, most, new SplittableRandom(seed + path.hashCode()))
          .forEach(List.of(), damages::add);
      for (Damage damage : damages) {
        try {
          FolderImage.replace(files, path, damage.bytes());
          explorer.trial(path).run(files, Trial.Mode.READ_ONLY, damage.kind());
        } catch (RuntimeException | Error e) {
          throw new AssertionError(path + ", " + damage.how(), e);
        }
      }
      FolderImage.replace(files, path, sound);
      return damages.size();
    }
  }
}
