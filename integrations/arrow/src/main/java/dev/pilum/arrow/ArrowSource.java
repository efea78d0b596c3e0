package dev.pilum.arrow;

import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import java.io.InputStream;
import java.util.List;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an Arrow file or stream written by anyone, batch by batch, as Pilum's columns. The two
 * formats are told apart by their first bytes; a file is read from its start as the stream it
 * holds, its footer is not needed. Dictionaries, delta dictionaries too, are decoded; LZ4 and ZSTD
 * bodies are decompressed; types that Pilum does not have become ones that hold the same values,
 * see {@link ArrowSchemas}.
 *
 * <p>One thread. Closing closes the stream.
 */
@SuppressWarnings("exports") // rows go on to Pilum's own modules, which alone see columns
public final class ArrowSource implements AutoCloseable {
  private final MessageReader messages;
  private final Translation translation;
  private final Dictionaries dictionaries = new Dictionaries();

  private ArrowSource(MessageReader messages, Translation translation) {
    this.messages = messages;
    this.translation = translation;
  }

  /** As {@link #open(InputStream, String, Float64Vectors)}, refusing vectors of float64. */
  public static ArrowSource open(InputStream input, String name) {
    return open(input, name, Float64Vectors.REFUSE);
  }

  /**
   * Reads the schema at the start of {@code input}, which need not be buffered.
   *
   * @param name what to call the input in errors
   * @throws InvalidRequest when a column has a type that Pilum cannot hold, naming column and type
   * @throws dev.pilum.storage.error.Corruption when the bytes are no Arrow
   * @throws dev.pilum.storage.error.StorageFailure when reading fails
   */
  public static ArrowSource open(InputStream input, String name, Float64Vectors float64) {
    MessageReader messages = new MessageReader(input, name);
    Message first = messages.next();
    if (first == null || messages.kind(first) != MessageHeader.Schema) {
      throw messages.damaged(
          "a schema first", first == null ? "nothing" : "message kind " + messages.kind(first));
    }
    return messages.guarded(
        () -> new ArrowSource(messages, ArrowSchemas.translation(messages.schema(first), float64)));
  }

  Translation translation() {
    return translation;
  }

  /** Returns the columns as Pilum will hold them. */
  public List<Field> fields() {
    return translation.fields();
  }

  /**
   * Returns the next rows, or {@code null} when there are no more. Their memory is the heap's; it
   * lives as long as they are used.
   *
   * @throws InvalidRequest when a value has no place in Pilum's type, such as nanoseconds that are
   *     no whole microseconds
   * @throws dev.pilum.storage.error.Corruption when the bytes are not what they claim to be
   * @throws dev.pilum.storage.error.StorageFailure when reading fails
   */
  public @Nullable RecordBatch next() {
    for (Message message = messages.next(); message != null; message = messages.next()) {
      Message current = message;
      if (messages.kind(current) == MessageHeader.RecordBatch) {
        return messages.guarded(() -> rows(current));
      }
      messages.guarded(() -> remember(current));
    }
    return null;
  }

  @Override
  public void close() {
    messages.close();
  }

  private RecordBatch rows(Message message) {
    return translation.read(
        messages.batch(messages.header(message, new org.apache.arrow.flatbuf.RecordBatch())),
        dictionaries);
  }

  private Dictionaries remember(Message message) {
    if (messages.kind(message) != MessageHeader.DictionaryBatch) {
      throw new InvalidRequest(
          messages.name()
              + " holds a message of kind "
              + messages.kind(message)
              + ", which is no table of rows");
    }
    DictionaryBatch batch = messages.header(message, new DictionaryBatch());
    ColumnReader values = translation.dictionary(batch.id());
    if (values == null || batch.data() == null) {
      throw messages.damaged("a dictionary that a column uses", "dictionary " + batch.id());
    }
    dictionaries.put(
        batch.id(), values.readAll(messages.batch(batch.data()), dictionaries), batch.isDelta());
    return dictionaries;
  }
}
