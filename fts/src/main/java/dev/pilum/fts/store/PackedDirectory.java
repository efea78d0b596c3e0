package dev.pilum.fts.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Set;
import org.apache.lucene.store.BaseDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.NoLockFactory;

/**
 * The files in a {@link PackedFile} as a Lucene directory that can only be read. Safe for use by
 * many threads for as long as the mapping lives.
 */
public final class PackedDirectory extends BaseDirectory {
  private final String path;
  private final MemorySegment bytes;
  private final PackedLayout layout;

  PackedDirectory(String path, MemorySegment bytes, PackedLayout layout) {
    super(NoLockFactory.INSTANCE);
    this.path = path;
    this.bytes = bytes;
    this.layout = layout;
  }

  /** Returns what the writer wanted to be known. */
  public String description() {
    return layout.description();
  }

  @Override
  public String[] listAll() {
    ensureOpen();
    return layout.entries().keySet().stream().sorted().toArray(String[]::new);
  }

  @Override
  public long fileLength(String name) throws IOException {
    return entry(name).length();
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    PackedLayout.Entry entry = entry(name);
    return new MappedInput(
        "MappedInput(" + path + "/" + name + ")", bytes.asSlice(entry.offset(), entry.length()));
  }

  /** Does nothing: the mapping is its owner's. */
  @Override
  public void close() {
    isOpen = false;
  }

  @Override
  public void deleteFile(String name) {
    throw readOnly();
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) {
    throw readOnly();
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) {
    throw readOnly();
  }

  @Override
  public void sync(Collection<String> names) {
    throw readOnly();
  }

  @Override
  public void syncMetaData() {
    throw readOnly();
  }

  @Override
  public void rename(String source, String target) {
    throw readOnly();
  }

  @Override
  public Set<String> getPendingDeletions() {
    return Set.of();
  }

  private PackedLayout.Entry entry(String name) throws NoSuchFileException {
    ensureOpen();
    PackedLayout.Entry entry = layout.entries().get(name);
    if (entry == null) {
      throw new NoSuchFileException(path + "/" + name);
    }
    return entry;
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("a packed index is only read");
  }
}
