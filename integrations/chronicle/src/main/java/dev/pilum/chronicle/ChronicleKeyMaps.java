package dev.pilum.chronicle;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.keys.KeyMapProvider;
import dev.pilum.storage.keys.KeyMapSize;
import dev.pilum.storage.keys.KeyMapStamp;
import java.nio.file.Path;

/**
 * Keeps key maps in Chronicle Map. Needs four JVM flags and says which are missing. Keeps three
 * files:
 *
 * <table>
 * <caption>Files</caption>
 * <tr><td>{@code <file>}</td><td>the map, in Chronicle Map's own format</td></tr>
 * <tr><td>{@code <file>.stamp}</td><td>what the map holds; there only while it is closed and whole</td></tr>
 * <tr><td>{@code <file>.next}</td><td>a larger map being filled</td></tr>
 * </table>
 */
public final class ChronicleKeyMaps implements KeyMapProvider {
  /** For {@link java.util.ServiceLoader}. */
  public ChronicleKeyMaps() {}

  @Override
  public String name() {
    return "chronicle";
  }

  @Override
  public Opened open(Path file, KeyMapStamp stamp, KeyMapSize size) {
    ChronicleFlags.require();
    MapFiles files = filesOf(file.toAbsolutePath().normalize());
    Stamp found = files.takeStamp();
    if (found != null && found.standsFor(stamp) && files.isAsSealed(found)) {
      return new Opened(ChronicleKeyMap.reopen(files, found, size), Content.CURRENT);
    }
    files.deleteMap();
    return new Opened(ChronicleKeyMap.create(files, size), Content.MISSING);
  }

  private static MapFiles filesOf(Path file) {
    Path folder = file.getParent();
    Path name = file.getFileName();
    if (folder == null || name == null) {
      throw new InvalidRequest("a key map needs a file, got '" + file + "'");
    }
    return new MapFiles(folder, DiskFileStore.open(folder), name.toString());
  }
}
