package dev.pilum.backend;

import dev.pilum.storage.error.InvalidRequest;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts environment variables where settings say <code>${NAME}</code>. */
record Variables(Function<String, @Nullable String> environment) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");

  /** Returns the text with the values of its variables; these are not looked through again. */
  String expand(String setting, String text) {
    Matcher reference = REFERENCE.matcher(text);
    return reference.replaceAll(found -> Matcher.quoteReplacement(value(setting, found.group(1))));
  }

  /** Returns whether the whole text is one variable. */
  static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  private String value(String setting, String name) {
    String value = environment.apply(name);
    if (value == null) {
      throw new InvalidRequest(
          "setting '%s' needs the environment variable %s, which is not set"
              .formatted(setting, name));
    }
    return value;
  }
}
