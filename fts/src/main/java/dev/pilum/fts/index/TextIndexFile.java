package dev.pilum.fts.index;

import dev.pilum.fts.store.PackedFile;
import dev.pilum.fts.store.ScratchDirectory;
import dev.pilum.fts.store.YieldingDirectory;
import dev.pilum.storage.env.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.ThreadInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the text index of a segment: one force-merged Lucene index whose document numbers are the
 * rows' ordinals, packed into one file ({@link PackedFile} has the format).
 *
 * <p>Lucene works in the heap where the text is small, otherwise in a folder beside the file, which
 * is deleted at the end. After a crash it may stay and is rubbish.
 */
public final class TextIndexFile {
  /** A larger text is indexed in a folder: an index takes up to about as much as its text. */
  static final long HEAP_BYTES = 32L << 20;

  /** Rows that are analysed at once: some hundred microseconds where texts are short. */
  private static final int ROWS_AT_ONCE = 16;

  /** What Lucene gathers before it writes; several pieces are merged at the end. */
  private static final double GATHERED_MEGABYTES = 64;

  private static final FieldType TEXT = textType();

  private TextIndexFile() {}

  /**
   * What was written.
   *
   * @param lengthBytes how long the file is
   * @param crc32c checksum of all its bytes
   */
  public record Written(long lengthBytes, int crc32c) {}

  /**
   * Indexes rows and forces the file. The caller chooses a name not seen yet, and forces the
   * folder. Needs up to about 100 MB of heap, however large the text is.
   *
   * @param rows at least one
   * @param giveWay what the caller's thread does every some hundred microseconds of it: let those
   *     go first whom somebody waits for
   * @throws dev.pilum.storage.error.StorageFailure when the disk says no
   */
  public static Written write(
      FileStore files, String path, TextFields fields, TextRows rows, Runnable giveWay) {
    Filling filling = writer -> add(writer, fields, rows, giveWay);
    return filled(files, path, fields, rows.textBytes(), filling, giveWay);
  }

  /**
   * Merges indexes into one of their live rows, one part behind the other, and forces the file: the
   * same as {@link #write} of those rows, but no text is analysed again.
   *
   * @param parts indexes, on the disk or in memory, of the columns of {@code fields}; at least one
   *     row is alive
   * @param textBytes about how large all is
   * @param giveWay as for {@link #write}
   * @throws dev.pilum.storage.error.Corruption when one of the indexes is damaged: then write the
   *     rows anew
   * @throws dev.pilum.storage.error.StorageFailure when the disk says no
   */
  public static Written merge(
      FileStore files,
      String path,
      TextFields fields,
      List<TextPart> parts,
      long textBytes,
      Runnable giveWay) {
    Filling filling = writer -> writer.addIndexes(readers(parts));
    return filled(files, path, fields, textBytes, filling, giveWay);
  }

  /** What puts documents into an index, in the order of ordinals. */
  private interface Filling {
    void fill(IndexWriter writer) throws IOException;
  }

  private static Written filled(
      FileStore files,
      String path,
      TextFields fields,
      long textBytes,
      Filling filling,
      Runnable giveWay) {
    return Lucene.call(
        "write the text index '" + path + "'",
        () -> {
          if (textBytes <= HEAP_BYTES) {
            try (Directory heap = new YieldingDirectory(new ByteBuffersDirectory(), giveWay)) {
              return write(files, path, fields, filling, heap);
            }
          }
          return writeThroughFolder(files, path, fields, filling, giveWay);
        });
  }

  private static Written writeThroughFolder(
      FileStore files, String path, TextFields fields, Filling filling, Runnable giveWay)
      throws IOException {
    String folder = path + ".building";
    Written written;
    try (Directory scratch = new YieldingDirectory(new ScratchDirectory(files, folder), giveWay)) {
      written = write(files, path, fields, filling, scratch);
    }
    for (String name : files.list(folder)) {
      files.delete(folder + "/" + name);
    }
    files.delete(folder);
    return written;
  }

  private static Written write(
      FileStore files, String path, TextFields fields, Filling filling, Directory scratch)
      throws IOException {
    boolean committed = false;
    try (HeldInterrupts interrupts = new HeldInterrupts()) {
      try (IndexWriter writer = new IndexWriter(scratch, config(fields))) {
        filling.fill(writer);
        writer.forceMerge(1);
        writer.commit();
        committed = true;
        interrupts.hold();
      } catch (ThreadInterruptedException e) {
        interrupts.hold();
        if (!committed) {
          throw e;
        }
      }
    }
    PackedFile.Written packed =
        PackedFile.write(files, path, scratch, TextColumn.describe(fields.columns()));
    return new Written(packed.lengthBytes(), packed.crc32c());
  }

  private static void add(IndexWriter writer, TextFields fields, TextRows rows, Runnable giveWay)
      throws IOException {
    List<Field> slots = new ArrayList<>();
    for (TextColumn field : fields.columns()) {
      slots.add(new Field(field.luceneName(), "", TEXT));
    }
    for (int ordinal = 0; ordinal < rows.rowCount(); ordinal++) {
      writer.addDocument(document(slots, rows, ordinal));
      if (ordinal % ROWS_AT_ONCE == 0) {
        giveWay.run();
      }
    }
  }

  private static CodecReader[] readers(List<TextPart> parts) throws IOException {
    CodecReader[] readers = new CodecReader[parts.size()];
    for (int i = 0; i < readers.length; i++) {
      CodecReader all = SlowCodecReaderWrapper.wrap(parts.get(i).leaf().reader());
      SelectedOrdinals alive = parts.get(i).alive();
      readers[i] = alive == null ? all : new LiveCodecReader(all, alive);
    }
    return readers;
  }

  /** On one thread, and merging neighbours only, so that documents stay in their order. */
  private static IndexWriterConfig config(TextFields fields) {
    return new IndexWriterConfig(fields.analyzer())
        .setMergePolicy(new LogDocMergePolicy())
        .setMergeScheduler(new SerialMergeScheduler())
        .setRAMBufferSizeMB(GATHERED_MEGABYTES)
        .setUseCompoundFile(false)
        .setSimilarity(TextSearcher.SIMILARITY);
  }

  private static Document document(List<Field> slots, TextRows rows, int ordinal) {
    Document document = new Document();
    for (int i = 0; i < slots.size(); i++) {
      @Nullable String text = rows.text(i, ordinal);
      slots.get(i).setStringValue(text == null ? "" : text); // so that each row has a norm
      document.add(slots.get(i));
    }
    return document;
  }

  private static FieldType textType() {
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    type.setTokenized(true);
    type.freeze();
    return type;
  }
}
