package dev.pilum.engine.write;

import dev.pilum.engine.table.TableView;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a table is to have, where the values of those come from that it has not, and
 * which rows go and come with them.
 *
 * @param schema all columns; those that stay have the field ids that they had, others new ones
 * @param nextFieldId lowest field id that no column ever had
 * @param columns those that the newest segments do not have, in any order; where an older one has
 *     them, they stay
 * @param successors field ids of columns that take the place of others, by theirs: what indexed the
 *     old is to index the new
 * @param rows which rows go and come; {@code null} for none
 */
public record SchemaChange(
    Schema schema,
    int nextFieldId,
    List<NewColumn> columns,
    Map<Integer, Integer> successors,
    @Nullable Rows rows) {
  public SchemaChange {
    columns = List.copyOf(columns);
    successors = Map.copyOf(successors);
  }

  /** Makes a change that leaves all rows. */
  public SchemaChange(
      Schema schema, int nextFieldId, List<NewColumn> columns, Map<Integer, Integer> successors) {
    this(schema, nextFieldId, columns, successors, null);
  }

  /** Which rows go and come with the change. */
  public interface Rows {
    /**
     * Returns what goes, and what comes with the columns from after the change. Asked once, when
     * nobody commits any more and nothing has been changed yet.
     *
     * @param now the newest view, with the columns from before
     * @throws dev.pilum.storage.error.InvalidRequest to give the change up
     */
    Change.Edit of(TableView now);
  }

  /**
   * A column that is not there yet.
   *
   * @param field what it is to be
   * @param reads names, before the change, of the columns that {@code values} asks for
   * @param values what it is to have
   */
  public record NewColumn(Field field, Set<String> reads, Values values) {}

  /** Where the values of a column come from. */
  public interface Values {
    /**
     * Returns a value for each of some rows, a column of the field's type.
     *
     * @param rows the columns that are asked for
     * @throws dev.pilum.storage.error.InvalidRequest when a row has none that fits
     */
    Column of(RecordBatch rows);
  }

  /** Hears how far the computation of new columns has come. */
  public interface Progress {
    /** Called from time to time by the thread that changes the columns; what it throws gives up. */
    void rowsDone(long done, long total);
  }
}
