package dev.pilum.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** The option that names the columns to show. */
final class SelectOption {
  @Option(
      names = "--select",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns to show, separated by commas.")
  private List<String> columns = List.of();

  /** Returns the chosen columns, {@code others} when none were chosen. */
  List<String> columnsOr(List<String> others) {
    return columns.isEmpty() ? others : columns;
  }
}
