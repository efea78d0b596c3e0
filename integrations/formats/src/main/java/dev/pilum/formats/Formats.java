package dev.pilum.formats;

import dev.pilum.formats.arrow.ArrowFormat;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.text.CsvFormat;
import dev.pilum.formats.text.JsonLinesFormat;
import dev.pilum.formats.vector.VectorFormat;
import dev.pilum.storage.error.InvalidRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * The formats at hand: {@code arrow}, {@code stream} (Arrow without its table of contents), {@code
 * csv}, {@code jsonl}, {@code fvecs}, {@code npy}, and those that other modules provide, such as
 * {@code parquet}.
 */
public final class Formats {
  private Formats() {}

  /** Returns all formats. */
  public static List<Format> all() {
    List<Format> all =
        new ArrayList<>(
            List.of(
                ArrowFormat.FILE,
                ArrowFormat.STREAM,
                new CsvFormat(),
                new JsonLinesFormat(),
                VectorFormat.FVECS,
                VectorFormat.NPY));
    ServiceLoader.load(Format.class).forEach(all::add);
    return all;
  }

  /**
   * Returns the format of a name.
   *
   * @throws InvalidRequest when there is none
   */
  public static Format named(String name) {
    return all().stream()
        .filter(format -> format.name().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> unknown("there is no format '" + name + "'"));
  }

  /**
   * Returns the format that a file's name tells by its ending, {@code .gz} behind it left aside.
   *
   * @throws InvalidRequest when it tells none
   */
  public static Format of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    for (Format format : all()) {
      if (format.endings().stream().anyMatch(plain::endsWith)) {
        return format;
      }
    }
    throw unknown(
        "'"
            + file
            + "' does not end with the name of a format; name one, by --as where you export");
  }

  private static InvalidRequest unknown(String what) {
    List<String> names = all().stream().map(Format::name).toList();
    String hint = names.contains("parquet") ? "" : "; parquet needs the module pilum-parquet";
    return new InvalidRequest(what + "; there are " + names + hint);
  }
}
