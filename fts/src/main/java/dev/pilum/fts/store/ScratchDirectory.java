package dev.pilum.fts.store;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.store.BaseDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.SingleInstanceLockFactory;

/*
 * Lucene builds an index in many files, some of which it deletes again. Pilum wants one file, written once, forced, named by a manifest.
 * So Lucene works in a scratch folder, and what it leaves there is then packed into one file (PackedIndex). That is why nothing here is
 * forced: after a crash the folder is rubbish, whatever state it is in.
 */
/**
 * A Lucene directory over one folder of a file store, for files that need not outlive the process:
 * {@code sync} forces nothing. Files are read through maps that live until the directory is closed;
 * what a system will not delete while it is mapped is hidden at once, and deleted then.
 *
 * <p>Absent and existing files are reported as Lucene expects, by exceptions of {@code
 * java.nio.file}; when the disk says no that is a {@link StorageFailure}. Safe for use by many
 * threads.
 */
public final class ScratchDirectory extends BaseDirectory {
  private final FileStore files;
  private final String folder;
  private final Arena arena = Arena.ofShared();
  private final AtomicLong nextTemporary = new AtomicLong();
  private final Set<String> undeleted = ConcurrentHashMap.newKeySet();

  /** Works in {@code folder}, which is created when absent and otherwise used as it is. */
  public ScratchDirectory(FileStore files, String folder) {
    super(new SingleInstanceLockFactory());
    this.files = files;
    this.folder = folder;
    files.createDirectory(folder);
  }

  @Override
  public String[] listAll() {
    ensureOpen();
    Set<String> names = new TreeSet<>(files.list(folder));
    names.removeAll(undeleted);
    return names.toArray(String[]::new);
  }

  @Override
  public void deleteFile(String name) throws IOException {
    String path = present(name);
    try {
      files.delete(path);
    } catch (StorageFailure e) {
      undeleted.add(name); // a system that will not delete what is mapped: see close()
    }
  }

  @Override
  public long fileLength(String name) throws IOException {
    return files.length(present(name));
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    ensureOpen();
    String path = pathOf(name);
    if (files.exists(path)) {
      throw new FileAlreadyExistsException(path);
    }
    return new FileOutput(path, name, files.create(path));
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    String number = Long.toString(nextTemporary.getAndIncrement(), Character.MAX_RADIX);
    String name = IndexFileNames.segmentFileName(prefix, suffix + "_" + number, "tmp");
    return createOutput(name, context);
  }

  /** Checks that the files are there. */
  @Override
  public void sync(Collection<String> names) throws IOException {
    for (String name : names) {
      present(name);
    }
  }

  @Override
  public void syncMetaData() {
    ensureOpen();
  }

  @Override
  public void rename(String source, String target) throws IOException {
    String from = present(source);
    if (files.exists(pathOf(target))) {
      throw new FileAlreadyExistsException(pathOf(target));
    }
    files.rename(from, pathOf(target));
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    String path = present(name);
    return new MappedInput("MappedInput(" + path + ")", files.map(path, files.length(path), arena));
  }

  @Override
  public Set<String> getPendingDeletions() {
    return Set.copyOf(undeleted);
  }

  /** Unmaps all files and deletes those that could not be deleted before; the others stay. */
  @Override
  public void close() {
    if (isOpen) {
      isOpen = false;
      arena.close();
      undeleted.forEach(name -> files.delete(pathOf(name)));
    }
  }

  /** Returns the path of a file that is there. */
  private String present(String name) throws NoSuchFileException {
    ensureOpen();
    String path = pathOf(name);
    if (undeleted.contains(name) || !files.exists(path)) {
      throw new NoSuchFileException(path);
    }
    return path;
  }

  private String pathOf(String name) {
    return folder + "/" + name;
  }
}
