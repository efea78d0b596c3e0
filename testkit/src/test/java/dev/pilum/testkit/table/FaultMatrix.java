package dev.pilum.testkit.table;

import dev.pilum.testkit.Fault;
import dev.pilum.testkit.OperationKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many operations of each kind failed in each way, and how often that was lived through. Safe for
 * use by many threads.
 */
final class FaultMatrix {
  private static final List<Fault> FAULTS =
      List.of(Fault.IO_ERROR, Fault.NO_SPACE, Fault.SHORT_READ);

  private final Map<OperationKind, Map<Fault, Cell>> cells = new EnumMap<>(OperationKind.class);

  private static final class Cell {
    private final AtomicInteger tried = new AtomicInteger();
    private final AtomicInteger livedThrough = new AtomicInteger();
  }

  FaultMatrix() {
    for (OperationKind kind : OperationKind.values()) {
      Map<Fault, Cell> ways = new EnumMap<>(Fault.class);
      FAULTS.forEach(fault -> ways.put(fault, new Cell()));
      cells.put(kind, ways);
    }
  }

  /** Returns the ways in which an operation of this kind can fail. */
  static List<Fault> faults(OperationKind kind) {
    return switch (kind) {
      case CREATE, APPEND, RESERVE, CREATE_DIRECTORY, RENAME, FORCE, FORCE_DIRECTORY, LOCK ->
          List.of(Fault.IO_ERROR, Fault.NO_SPACE);
      case READ, MAP -> List.of(Fault.IO_ERROR, Fault.SHORT_READ);
      case OPEN, EXISTS, LENGTH, LIST, DELETE -> List.of(Fault.IO_ERROR);
    };
  }

  void tried(OperationKind kind, Fault fault) {
    cell(kind, fault).tried.incrementAndGet();
  }

  void livedThrough(OperationKind kind, Fault fault) {
    cell(kind, fault).livedThrough.incrementAndGet();
  }

  /** Returns the ways of failing that were never tried. */
  List<String> untried() {
    List<String> untried = new ArrayList<>();
    for (OperationKind kind : OperationKind.values()) {
      for (Fault fault : faults(kind)) {
        if (cell(kind, fault).tried.get() == 0) {
          untried.add(kind + " " + fault);
        }
      }
    }
    return untried;
  }

  private Cell cell(OperationKind kind, Fault fault) {
    Cell cell = cells.getOrDefault(kind, Map.of()).get(fault);
    if (cell == null) {
      throw new AssertionError("no column for " + fault);
    }
    return cell;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("%-17s".formatted("tried, survived"));
    FAULTS.forEach(fault -> text.append("%18s".formatted(fault)));
    for (OperationKind kind : OperationKind.values()) {
      text.append("%n%-17s".formatted(kind));
      for (Fault fault : FAULTS) {
        Cell cell = cell(kind, fault);
        boolean possible = faults(kind).contains(fault);
        text.append(
            "%18s".formatted(possible ? cell.tried + ", " + cell.livedThrough : "cannot be"));
      }
    }
    return text.toString();
  }
}
