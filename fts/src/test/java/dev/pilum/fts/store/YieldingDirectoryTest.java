package dev.pilum.fts.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.store.BaseDirectoryTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;

/** Lucene's own contract of directories, and that writers give way every 4,096 bytes. */
@SuppressFileSystems("*")
public class YieldingDirectoryTest extends BaseDirectoryTestCase {
  @Override
  protected Directory getDirectory(Path path) {
    return new YieldingDirectory(new ByteBuffersDirectory(), () -> {});
  }

  /** However the bytes are written. */
  public void testWritersGiveWay() throws IOException {
    AtomicInteger given = new AtomicInteger();
    try (Directory directory =
            new YieldingDirectory(new ByteBuffersDirectory(), given::incrementAndGet);
        IndexOutput output = directory.createOutput("file", IOContext.DEFAULT);
        IndexOutput temporary = directory.createTempOutput("a", "b", IOContext.DEFAULT)) {
      for (int i = 0; i < 512; i++) {
        output.writeLong(i);
      }
      assertEquals(1, given.get());
      for (int i = 0; i < 1_024; i++) {
        output.writeInt(i);
      }
      assertEquals(2, given.get());
      output.writeBytes(new byte[4_095], 0, 4_095);
      assertEquals(2, given.get());
      output.writeByte((byte) 1);
      assertEquals(3, given.get());
      for (int i = 0; i < 2_048; i++) {
        temporary.writeShort((short) i);
      }
      assertEquals(4, given.get());
    }
  }
}
