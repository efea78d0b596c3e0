package dev.pilum.storage.manifest;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.env.StorePath;
import dev.pilum.storage.error.Corruption;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The manifests of one table. A new one is written under a temporary name, forced, renamed and its
 * folder forced, so that after a crash it is either whole or not there. One writer; readers may
 * come along at any time.
 */
public final class ManifestStore {
  private static final String SUFFIX = ".mf";
  private static final String TEMPORARY = ".mf.tmp";

  private final FileStore files;
  private final String directory;

  /** The columns of the manifest that was read last: nearly always those of the next, too. */
  private volatile ManifestCodec.@Nullable ReadColumns known;

  /** Speaks of the manifests in the folder {@code manifest} of {@code tableDirectory}. */
  public ManifestStore(FileStore files, String tableDirectory) {
    this.files = files;
    this.directory = tableDirectory + "/manifest";
  }

  /** Returns the folder of the manifests. */
  public String directory() {
    return directory;
  }

  /** Returns the generations on the disk, newest first; they may be damaged. */
  public List<Long> generations() {
    List<Long> generations = new ArrayList<>();
    for (String name : files.list(directory)) {
      long generation = StorePath.number(name, SUFFIX);
      if (generation >= 0) {
        generations.add(generation);
      }
    }
    generations.sort(Comparator.reverseOrder());
    return generations;
  }

  /**
   * Reads one manifest and checks it; whether the files it names are there is the caller's to
   * check.
   */
  public Manifest read(long generation) {
    String path = path(generation);
    try (ReadFile file = files.open(path)) {
      if (file.lengthBytes() > ManifestCodec.MAX_BYTES) {
        throw new Corruption(
            path,
            0,
            "at most " + ManifestCodec.MAX_BYTES + " bytes",
            file.lengthBytes() + " bytes");
      }
      byte[] bytes = new byte[(int) file.lengthBytes()];
      file.readFully(0, ByteBuffer.wrap(bytes));
      Manifest manifest = ManifestCodec.decode(path, bytes, known);
      known = ManifestCodec.columns(bytes, manifest);
      if (manifest.generation() != generation) {
        throw new Corruption(
            path, 16, "generation " + generation, "generation " + manifest.generation());
      }
      return manifest;
    }
  }

  /** Writes a manifest; returns once it will survive a power failure. */
  public void write(Manifest manifest) {
    String temporary = directory + "/" + name(manifest.generation(), TEMPORARY);
    files.delete(temporary);
    try (AppendFile file = files.create(temporary)) {
      file.append(ManifestCodec.encode(manifest));
      file.force();
    }
    files.rename(temporary, path(manifest.generation()));
    files.forceDirectory(directory);
  }

  /** Deletes a manifest. */
  public void delete(long generation) {
    files.delete(path(generation));
  }

  /** Deletes what writes cut short left behind. */
  public void deleteTemporaries() {
    for (String name : files.list(directory)) {
      if (name.endsWith(TEMPORARY)) {
        files.delete(directory + "/" + name);
      }
    }
  }

  /** Returns where the manifest of a generation is. */
  public String path(long generation) {
    return directory + "/" + name(generation, SUFFIX);
  }

  private static String name(long generation, String suffix) {
    return StorePath.padded(generation, 10) + suffix;
  }
}
