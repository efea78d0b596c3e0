package dev.pilum.storage.manifest;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.Retention;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of a {@link VersionHistory} in a manifest.
 *
 * <table>
 * <caption>Layout, little-endian</caption>
 * <tr><th>field</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>versions, age</td><td>4 + 8</td><td>the retention, in milliseconds</td></tr>
 * <tr><td>oldest</td><td>8</td><td>oldest version that can be read without a tag</td></tr>
 * <tr><td>tag count, tags</td><td>4 + each 36 + n</td><td>version 8, milliseconds since 1970 8, rows written 8, rows removed 8, length 4, name in UTF-8</td></tr>
 * <tr><td>commit count, first version</td><td>4 + 8</td><td></td></tr>
 * <tr><td>commits</td><td>each 3 and more</td><td>milliseconds since the commit before (the first: since 1970), rows written, rows
 * removed: numbers of 7 bits a byte, lowest first, the highest bit set in all bytes but the last</td></tr>
 * </table>
 */
final class HistoryCodec {
  private HistoryCodec() {}

  static int sizeOf(VersionHistory history) {
    int size = Integer.BYTES + 3 * Long.BYTES + 2 * Integer.BYTES;
    for (String name : history.tags().keySet()) {
      size += 4 * Long.BYTES + Integer.BYTES + name.getBytes(StandardCharsets.UTF_8).length;
    }
    CommitHistory commits = history.commits();
    long before = 0;
    for (int i = 0; i < commits.count(); i++) {
      CommitRecord commit = commits.get(commits.firstVersion() + i);
      size += sizeOf(commit.timeMillis() - before);
      size += sizeOf(commit.rowsWritten()) + sizeOf(commit.rowsRemoved());
      before = commit.timeMillis();
    }
    return size;
  }

  static void encode(VersionHistory history, ByteBuffer out) {
    out.putInt(history.retention().versions()).putLong(history.retention().ageMillis());
    out.putLong(history.oldest()).putInt(history.tags().size());
    history
        .tags()
        .forEach((name, commit) -> {
          byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
          out.putLong(commit.version()).putLong(commit.timeMillis());
          out.putLong(commit.rowsWritten()).putLong(commit.rowsRemoved());
          out.putInt(bytes.length).put(bytes);
        });
    CommitHistory commits = history.commits();
    out.putInt(commits.count()).putLong(commits.firstVersion());
    long before = 0;
    for (int i = 0; i < commits.count(); i++) {
      CommitRecord commit = commits.get(commits.firstVersion() + i);
      put(commit.timeMillis() - before, out);
      put(commit.rowsWritten(), out);
      put(commit.rowsRemoved(), out);
      before = commit.timeMillis();
    }
  }

  static VersionHistory decode(String path, ByteBuffer in) {
    int versions = in.getInt();
    long ageMillis = in.getLong();
    Retention retention = Retention.ofCode(versions, ageMillis);
    if (retention == null) {
      throw new Corruption(
          path, in.position() - 12, "a retention", versions + " versions, " + ageMillis + " ms");
    }
    long oldest = in.getLong();
    SortedMap<String, CommitRecord> tags = tags(path, in);
    return new VersionHistory(retention, oldest, tags, commits(path, in));
  }

  private static SortedMap<String, CommitRecord> tags(String path, ByteBuffer in) {
    SortedMap<String, CommitRecord> tags = new TreeMap<>();
    for (int left = in.getInt(); left > 0; left--) {
      CommitRecord commit =
          new CommitRecord(in.getLong(), in.getLong(), in.getLong(), in.getLong());
      tags.put(new String(ManifestCodec.bytes(path, in), StandardCharsets.UTF_8), commit);
    }
    return tags;
  }

  private static CommitHistory commits(String path, ByteBuffer in) {
    int count = in.getInt();
    long version = in.getLong();
    if (count < 0 || version < 0) {
      throw new Corruption(path, in.position() - 12, "commits", count + " from version " + version);
    }
    CommitHistory commits = CommitHistory.NONE;
    long time = 0;
    for (int i = 0; i < count; i++) {
      time += get(path, in);
      commits = commits.with(new CommitRecord(version + i, time, get(path, in), get(path, in)));
    }
    return commits;
  }

  private static int sizeOf(long value) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  private static void put(long value, ByteBuffer out) {
    long left = value;
    while (left >>> 7 != 0) {
      out.put((byte) (left | 0x80));
      left >>>= 7;
    }
    out.put((byte) left);
  }

  private static long get(String path, ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0 && value >= 0) {
        return value;
      }
    }
    throw new Corruption(path, in.position() - 10, "a number of at most 63 bits", "a longer one");
  }
}
