package dev.pilum.fts.store;

import dev.pilum.storage.env.DiskFileStore;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.store.BaseDirectoryTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;

/**
 * Lucene's own contract of directories. Two of its tests pass themselves over because they reach
 * around the directory into {@code FSDirectory}: {@code testFsyncDoesntCreateNewFiles} and {@code
 * testPendingDeletions}.
 */
@SuppressFileSystems("*") // Lucene's layers over the file system map no segments
public class ScratchDirectoryTest extends BaseDirectoryTestCase {
  @Override
  protected Directory getDirectory(Path path) {
    return new ScratchDirectory(DiskFileStore.create(path), "index/scratch");
  }
}
