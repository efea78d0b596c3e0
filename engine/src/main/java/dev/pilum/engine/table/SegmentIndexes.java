package dev.pilum.engine.table;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.scalar.BitmapFile;
import dev.pilum.storage.scalar.ColumnIndexes;
import dev.pilum.storage.scalar.OrderedFile;
import dev.pilum.storage.scalar.ValueIndex;
import dev.pilum.storage.scalar.ZoneFile;
import dev.pilum.storage.scalar.Zones;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import java.lang.foreign.Arena;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The zone maps and scalar indexes of a segment. Each is read whole, checked and mapped when
 * somebody first asks for it; a damaged one is as good as none, and is made anew by upkeep.
 *
 * <p>Safe for use by many threads.
 */
final class SegmentIndexes implements ColumnIndexes {
  private final FileStore files;
  private final String root;
  private final Schema schema;
  private final RecordBatch rows;
  private final Arena arena;
  private final Map<Place, Slot> slots = new ConcurrentHashMap<>();

  /**
   * Knows no file yet.
   *
   * @param root the table's folder
   * @param arena keeps the maps
   */
  SegmentIndexes(FileStore files, String root, Schema schema, RecordBatch rows, Arena arena) {
    this.files = files;
    this.root = root;
    this.schema = schema;
    this.rows = rows;
    this.arena = arena;
  }

  /** What a file is for. */
  record Place(Kind kind, int fieldId) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::kind).thenComparingInt(Place::fieldId);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /** A file, what it opened as, and whether it did not. */
  private static final class Slot {
    private final FileMeta file;
    private volatile @Nullable Object opened;
    private volatile boolean damaged;

    Slot(FileMeta file) {
      this.file = file;
    }
  }

  /** Takes a file into use, in place of the one of the same kind and field. */
  void attach(FileMeta file) {
    slots.put(new Place(file.kind(), file.fieldId()), new Slot(file));
  }

  /** Takes a file out of use. */
  void detach(Kind kind, int fieldId) {
    slots.remove(new Place(kind, fieldId));
  }

  /** Returns whether there is such a file, and it is not known to be damaged. */
  boolean has(Kind kind, int fieldId) {
    Slot slot = slots.get(new Place(kind, fieldId));
    return slot != null && !slot.damaged;
  }

  /** Returns the places whose files somebody has asked for. */
  Set<Place> open() {
    Set<Place> open = new HashSet<>();
    slots.forEach((place, slot) -> {
      if (slot.opened != null) {
        open.add(place);
      }
    });
    return open;
  }

  /** Opens the files of some places, as far as there are any. */
  void open(SortedSet<Place> places) {
    for (Place place : places) {
      Slot slot = slots.get(place);
      if (slot != null) {
        opened(slot);
      }
    }
  }

  @Override
  public @Nullable Zones zones(String column) {
    Slot slot = slots.get(new Place(Kind.ZONES, 0));
    return slot != null && opened(slot) instanceof ZoneFile zones
        ? zones.zones(schema.field(column).id())
        : null;
  }

  @Override
  public @Nullable ValueIndex index(String column, ScalarIndex kind) {
    Slot slot = slots.get(new Place(Kind.of(kind), schema.field(column).id()));
    return slot != null && opened(slot) instanceof ValueIndex index ? index : null;
  }

  /** Opens a file once; two threads that come at the same time open the same. */
  private @Nullable Object opened(Slot slot) {
    Object known = slot.opened;
    if (known == null && !slot.damaged) {
      try {
        known = open(slot.file);
        slot.opened = known;
      } catch (PilumException e) {
        slot.damaged = true;
        complain(slot.file, e);
      }
    }
    return known;
  }

  private @Nullable Object open(FileMeta file) {
    String path = root + "/" + file.path();
    int rowCount = rows.rowCount();
    FileCheck.checkScalars(files, path, file);
    return switch (file.kind()) {
      case ZONES -> ZoneFile.open(files, path, file.lengthBytes(), rowCount, arena);
      case ORDERED -> OrderedFile.open(files, path, file.lengthBytes(), column(file), arena);
      case BITMAP, LABELS -> BitmapFile.open(files, path, file.lengthBytes(), column(file), arena);
      case SCALARS, VECTOR, DELETES, KEYS, GRAPH, CALIBRATION, TEXT -> null;
    };
  }

  /**
   * Compares the files that are open with the columns; returns the first damage, or {@code null}.
   */
  @Nullable Corruption damage() {
    for (Slot slot : slots.values()) {
      for (Field field : schema.fields()) {
        String problem = problem(slot.opened, slot.file, field);
        if (problem != null) {
          return new Corruption(
              root + "/" + slot.file.path(), -1, "what column '" + field.name() + "' has", problem);
        }
      }
    }
    return null;
  }

  private @Nullable String problem(@Nullable Object opened, FileMeta file, Field field) {
    try {
      return switch (opened) {
        case ZoneFile zones -> {
          Zones found = zones.zones(field.id());
          yield found == null ? null : found.problem(rows.column(field.name()));
        }
        case ValueIndex index when file.fieldId() == field.id() -> index.problem();
        case null, default -> null;
      };
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Column column(FileMeta file) {
    Field field = schema.withId(file.fieldId());
    if (field == null) {
      throw new Corruption(root, -1, "a column with field id " + file.fieldId(), "none");
    }
    return rows.column(field.name());
  }

  /**
   * A file that a snapshot outlives, because its segment was merged, may be gone: nothing wrong.
   */
  private void complain(FileMeta file, PilumException e) {
    if (files.exists(root + "/" + file.path())) {
      Log.LOG.warn("{}; columns are read instead", e.getMessage());
    } else {
      Log.LOG.debug("{} is gone; columns are read instead", file.path());
    }
  }

  /** Apart, so that opening a table does not look for a logging library. */
  private static final class Log {
    static final Logger LOG = LoggerFactory.getLogger("dev.pilum.filter");
  }
}
