package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.scalar.BitmapFile;
import dev.pilum.storage.scalar.ColumnIndexes;
import dev.pilum.storage.scalar.OrderedFile;
import dev.pilum.storage.scalar.ValueIndex;
import dev.pilum.storage.scalar.WrittenScalars;
import dev.pilum.storage.scalar.ZoneFile;
import dev.pilum.storage.scalar.Zones;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ScalarIndex;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows with zone maps of small blocks and every index that fits. */
final class IndexedRows implements ColumnIndexes, AutoCloseable {
  static final int BLOCK = 64;

  private final Arena arena = Arena.ofShared();
  private final RecordBatch batch;
  private final List<Field> fields = new ArrayList<>();
  private final ZoneFile zones;
  private final Map<String, ValueIndex> indexes = new HashMap<>();
  private @Nullable ScalarIndex only;

  IndexedRows(RecordBatch batch, Path folder) {
    this.batch = batch;
    FileStore files = DiskFileStore.open(folder);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < batch.fields().size(); i++) {
      Field field = batch.fields().get(i);
      if (field.type().vectors() == null) {
        fields.add(field.withId(i + 1));
        columns.add(batch.column(i));
      }
    }
    RecordBatch covered = new RecordBatch(fields, batch.rowCount(), columns);
    WrittenScalars written = ZoneFile.write(files, "zones", covered, BLOCK);
    this.zones = ZoneFile.open(files, "zones", written.lengthBytes(), batch.rowCount(), arena);
    for (ScalarIndex kind : ScalarIndex.values()) {
      for (Field field : fields) {
        if (kind.fits(field.type())) {
          String name = field.name() + "-" + kind;
          indexes.put(name, index(files, name, kind, batch.column(field.name())));
        }
      }
    }
  }

  private ValueIndex index(FileStore files, String name, ScalarIndex kind, Column column) {
    if (kind == ScalarIndex.ORDERED) {
      long length = OrderedFile.write(files, name, column).lengthBytes();
      return OrderedFile.open(files, name, length, column, arena);
    }
    long length = BitmapFile.write(files, name, column).lengthBytes();
    return BitmapFile.open(files, name, length, column, arena);
  }

  /** Has only this kind of index from now on; {@code null} for all. */
  void only(@Nullable ScalarIndex kind) {
    this.only = kind;
  }

  RecordBatch batch() {
    return batch;
  }

  @Override
  public @Nullable Zones zones(String column) {
    for (Field field : fields) {
      if (field.name().equals(column)) {
        return zones.zones(field.id());
      }
    }
    return null;
  }

  @Override
  public @Nullable ValueIndex index(String column, ScalarIndex kind) {
    return only == null || only == kind ? indexes.get(column + "-" + kind) : null;
  }

  @Override
  public void close() {
    arena.close();
  }
}
