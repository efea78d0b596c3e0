package dev.pilum.bench.compare.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pilum.storage.error.InvalidRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports as JSON: the records' components by name. */
public final class ReportJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private ReportJson() {}

  /** Returns a report as one document. */
  public static String of(Report report) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a report that an earlier run wrote. */
  public static Report read(Path file) {
    try {
      return MAPPER.readValue(Files.readString(file), Report.class);
    } catch (IOException e) {
      throw new InvalidRequest(
          "'%s' is no report of bench compare: %s".formatted(file, e.getMessage()), e);
    }
  }
}
