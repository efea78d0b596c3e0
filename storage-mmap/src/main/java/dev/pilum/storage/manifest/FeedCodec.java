package dev.pilum.storage.manifest;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.Retention;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of the change feeds in a manifest.
 *
 * <table>
 * <caption>Layout, little-endian</caption>
 * <tr><th>field</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>count</td><td>4</td><td>at least 1: a manifest without feeds lacks all of this</td></tr>
 * <tr><td>feeds</td><td>each 48 + n</td><td>version 8, changes of the next version 8, created 8 and acknowledged 8 in milliseconds since 1970, limit
 * as versions 4 and milliseconds 8, length 4, name in UTF-8</td></tr>
 * </table>
 */
final class FeedCodec {
  private static final int FEED_BYTES = 48;

  private FeedCodec() {}

  static int sizeOf(SortedMap<String, FeedRecord> feeds) {
    int size = feeds.isEmpty() ? 0 : Integer.BYTES;
    for (String name : feeds.keySet()) {
      size += FEED_BYTES + name.getBytes(StandardCharsets.UTF_8).length;
    }
    return size;
  }

  static void encode(SortedMap<String, FeedRecord> feeds, ByteBuffer out) {
    if (!feeds.isEmpty()) {
      out.putInt(feeds.size());
    }
    feeds.forEach((name, feed) -> {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      out.putLong(feed.version()).putLong(feed.within());
      out.putLong(feed.createdMillis()).putLong(feed.acknowledgedMillis());
      out.putInt(feed.limit().versions()).putLong(feed.limit().ageMillis());
      out.putInt(bytes.length).put(bytes);
    });
  }

  static SortedMap<String, FeedRecord> decode(String path, ByteBuffer in) {
    SortedMap<String, FeedRecord> feeds = new TreeMap<>();
    int offset = in.position();
    int count = new ManifestCheck(path).count(offset, in.getInt(), FEED_BYTES, in.remaining());
    for (int left = count; left > 0; left--) {
      FeedRecord feed = feed(path, in);
      feeds.put(new String(ManifestCodec.bytes(path, in), StandardCharsets.UTF_8), feed);
    }
    return feeds;
  }

  private static FeedRecord feed(String path, ByteBuffer in) {
    int offset = in.position();
    long version = in.getLong();
    long within = in.getLong();
    long created = in.getLong();
    long acknowledged = in.getLong();
    int versions = in.getInt();
    long ageMillis = in.getLong();
    Retention limit = Retention.ofCode(versions, ageMillis);
    if (version < 0 || within < 0 || limit == null) {
      throw new Corruption(
          path,
          offset,
          "the position and limit of a feed",
          "version %d and %d changes, %d versions, %d ms"
              .formatted(version, within, versions, ageMillis));
    }
    return new FeedRecord(version, within, limit, created, acknowledged);
  }
}
