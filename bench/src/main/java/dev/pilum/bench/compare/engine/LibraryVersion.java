package dev.pilum.bench.compare.engine;

import java.security.CodeSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a library, as its jar's name tells. */
final class LibraryVersion {
  private static final Pattern VERSION = Pattern.compile("-(\\d[^/]*)\\.jar$");

  private LibraryVersion() {}

  /** Returns the version of the jar that a class came from, or that it is not known. */
  static String of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    Matcher matcher = VERSION.matcher(source == null ? "" : source.getLocation().getPath());
    return matcher.find() ? matcher.group(1) : "(this checkout)";
  }
}
