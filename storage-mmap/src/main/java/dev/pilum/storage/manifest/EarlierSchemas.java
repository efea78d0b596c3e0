package dev.pilum.storage.manifest;

import dev.pilum.storage.arrow.SchemaCodec;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.manifest.SchemaHistory.Earlier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a {@link SchemaHistory}, whose table is in {@link ManifestCodec}. */
final class EarlierSchemas {
  private EarlierSchemas() {}

  /** Returns no bytes for the columns that a table was created with. */
  static byte[] encode(SchemaHistory history) {
    if (history.nextFieldId() == 0) {
      return new byte[0];
    }
    List<byte[]> schemas =
        history.earlier().stream().map(known -> SchemaCodec.encode(known.schema())).toList();
    int size = 2 * Integer.BYTES;
    for (byte[] schema : schemas) {
      size += Long.BYTES + Integer.BYTES + schema.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(history.nextFieldId()).putInt(schemas.size());
    for (int i = 0; i < schemas.size(); i++) {
      out.putLong(history.earlier().get(i).lastVersion());
      out.putInt(schemas.get(i).length).put(schemas.get(i));
    }
    return out.array();
  }

  static SchemaHistory decode(String path, ByteBuffer in) {
    int next = in.getInt();
    int count = in.getInt();
    if (next < 1 || count < 0) {
      throw new Corruption(
          path, in.position() - 8, "earlier schemas", count + " schemas, next field id " + next);
    }
    List<Earlier> earlier = new ArrayList<>();
    long before = -1;
    for (int i = 0; i < count; i++) {
      long last = in.getLong();
      if (last <= before) {
        throw new Corruption(
            path, in.position() - 8, "a version above " + before, Long.toString(last));
      }
      before = last;
      earlier.add(new Earlier(last, ManifestCodec.schema(path, ManifestCodec.bytes(path, in))));
    }
    return new SchemaHistory(next, earlier);
  }
}
