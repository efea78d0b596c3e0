package dev.pilum.engine.table;

import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Types;
import java.util.Map;

/** The columns that Pilum keeps beside the user's in every segment. */
public final class OwnColumns {
  /** The row id: given in commit order, never reused. */
  public static final Field ROW_ID = new Field(-1, "_rowid", Types.int64(), false, Map.of());

  /** The birth version: the commit that wrote the row. */
  public static final Field VERSION = new Field(-2, "_version", Types.int64(), false, Map.of());

  private OwnColumns() {}
}
