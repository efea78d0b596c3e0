package dev.pilum.formats.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.RejectedRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text with one JSON object per line; empty lines are passed over. */
public final class JsonRows implements LooseRows {
  private final Lines lines;
  private final RejectedRows rejected;
  private long passed;

  private JsonRows(Lines lines, RejectedRows rejected) {
    this.lines = lines;
    this.rejected = rejected;
  }

  /** Opens an input for reading from its start. */
  public static JsonRows open(Input input, RejectedRows rejected) {
    return new JsonRows(Lines.open(input), rejected);
  }

  @Override
  public @Nullable LooseRow next() {
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (line.fault() != null || !line.text().isBlank()) {
        LooseRow row = row(line);
        passed++;
        if (row != null) {
          return row;
        }
      }
    }
    return null;
  }

  @Override
  public long passed() {
    return passed;
  }

  @Override
  public String place(long line) {
    return lines.place(line);
  }

  @Override
  public long bytesRead() {
    return lines.bytesRead();
  }

  @Override
  public void close() {
    lines.close();
  }

  private @Nullable LooseRow row(Line line) {
    String fault = line.fault();
    if (fault != null) {
      return reject(line, fault, null);
    }
    try {
      if (JsonValues.parseStrictly(line.text()) instanceof Map<?, ?> object) {
        return new LooseRow(named(object), passed, line.number(), line.text());
      }
      return reject(line, "each line must be a JSON object, such as {\"id\": 1}", null);
    } catch (JsonProcessingException e) {
      return reject(line, "not JSON (" + JsonValues.shortly(e) + "); mend or remove the line", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory has none
    }
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> object) {
    Map<String, @Nullable Object> values = LinkedHashMap.newLinkedHashMap(object.size());
    object.forEach((name, value) -> values.put((String) name, value));
    return values;
  }

  private @Nullable LooseRow reject(Line line, String reason, @Nullable Throwable cause) {
    rejected.take(lines.place(line.number()), line.number(), reason, line.text(), cause);
    return null;
  }
}
