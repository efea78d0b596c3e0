package dev.pilum.engine.db;

import dev.pilum.storage.error.InvalidRequest;
import java.util.Locale;
import java.util.Set;

/**
 * Which names a table may have: those that every file system takes as the name of a folder, and
 * that lead nowhere else.
 */
public final class TableName {
  private static final int MAX_LENGTH = 64;

  /** Names that Windows keeps for devices, whatever follows a dot; two of them with a digit. */
  private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL");

  private static final Set<String> NUMBERED_DEVICES = Set.of("COM", "LPT");

  private TableName() {}

  /** Returns whether a folder of this name may be a table. */
  public static boolean isValid(String name) {
    return hasForm(name) && !isReserved(name.toUpperCase(Locale.ROOT));
  }

  private static boolean hasForm(String name) {
    int length = name.length();
    if (length < 1 || length > MAX_LENGTH || name.startsWith(".") || name.endsWith(".")) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!isAllowed(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.';
  }

  private static boolean isReserved(String upper) {
    int dot = upper.indexOf('.');
    String stem = dot < 0 ? upper : upper.substring(0, dot);
    boolean numbered =
        stem.length() == 4
            && stem.charAt(3) >= '0'
            && stem.charAt(3) <= '9'
            && NUMBERED_DEVICES.contains(stem.substring(0, 3));
    return stem.equals("LOCK") || DEVICES.contains(stem) || numbered;
  }

  /** Returns the name. */
  static String checked(String name) {
    if (!isValid(name)) {
      throw new InvalidRequest(
          ("table name '%s' must be 1 to 64 letters, digits, '_', '.' or '-', not start or end with"
                  + " a dot, and not be a reserved name such as CON or LOCK")
              .formatted(name));
    }
    return name;
  }
}
