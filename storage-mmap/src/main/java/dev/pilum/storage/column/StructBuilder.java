package dev.pilum.storage.column;

import dev.pilum.storage.schema.DataType;
import java.util.List;

/** Builds a column of structs. */
final class StructBuilder extends ColumnBuilder {
  private final List<ColumnBuilder> fields;

  StructBuilder(DataType type, List<ColumnBuilder> fields, Allocator allocator) {
    super(type, allocator);
    this.fields = fields;
  }

  @Override
  public void reserve(int rows) {
    fields.forEach(field -> field.reserve(rows));
  }

  @Override
  public ColumnBuilder child(int index) {
    return fields.get(index);
  }

  @Override
  public void endNested() {
    present(1);
    assert fields.stream().allMatch(f -> f.length() == length())
        : "a struct ended before all its fields had a value";
  }

  @Override
  public long sizeBytes() {
    return fields.stream().mapToLong(ColumnBuilder::sizeBytes).sum();
  }

  @Override
  void appendEmpty() {
    fields.forEach(ColumnBuilder::appendNull);
  }

  @Override
  void appendPresent(Column source, int from, int count) {
    for (int i = 0; i < fields.size(); i++) {
      fields.get(i).appendRange(source.children().get(i), from, count);
    }
  }

  @Override
  List<Column> children() {
    return fields.stream().map(ColumnBuilder::view).toList();
  }
}
