package dev.pilum.engine.value;

import dev.pilum.filter.Filter.Operator;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.schema.DataType;

/** Functions that choose among values, of any type. */
public final class Choices {
  private Choices() {}

  /** Returns the first argument with a value in each row; all of one type. */
  public static Kernel coalesce(DataType type) {
    return (arguments, rows) -> {
      ColumnBuilder results = ColumnBuilder.of(type, Allocator.heap());
      for (int row = 0; row < rows; row++) {
        Column chosen = arguments.getLast();
        for (Column argument : arguments) {
          if (!argument.isNull(row)) {
            chosen = argument;
            break;
          }
        }
        results.appendRow(chosen, row);
      }
      return results.view();
    };
  }

  /** Returns the first argument, or null where the second equals the third. */
  public static Kernel nullIf() {
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      long[] equal = Pairs.compare(Operator.EQUAL, arguments.get(1), arguments.get(2));
      long[] both = Present.inAll(arguments, rows);
      long[] present = Present.in(column);
      for (int i = 0; i < present.length; i++) {
        present[i] &= ~(equal[i] & both[i]);
      }
      return new Column(
          column.type(),
          rows,
          Present.buffer(present, rows),
          column.offsets(),
          column.values(),
          column.children());
    };
  }
}
