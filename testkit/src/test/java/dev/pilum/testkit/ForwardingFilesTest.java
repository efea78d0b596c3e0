package dev.pilum.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingFiles;
import org.junit.jupiter.api.Test;

class ForwardingFilesTest extends FileStoreContract {
  @Override
  protected FileStore newStore() {
    return forwardingTo(new SimulatedFileStore(0x5EED));
  }

  private static FileStore forwardingTo(FileStore files) {
    return (ForwardingFiles) () -> files;
  }

  @Test
  void aSecondNameIsLeftToACopyWhichIsSeen() {
    FileStore files = new SimulatedFileStore(0x5EED);
    files.create("a").close();
    files.forceDirectory("");
    assertThat(forwardingTo(files).linkTo("a", files, "b")).isFalse();
    assertThat(files.exists("b")).isFalse();
  }
}
