package dev.pilum.engine.db;

import dev.pilum.storage.error.InvalidRequest;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which names a table may have: those that every file system takes as the name of a folder, and
 * that lead nowhere else.
 */
final class TableName {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}");

  /** Names that Windows keeps for devices, whatever follows a dot. */
  private static final Pattern DEVICE =
      Pattern.compile("(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(\\..*)?");

  private TableName() {}

  /** Returns whether a folder of this name may be a table. */
  static boolean isValid(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    boolean reserved =
        DEVICE.matcher(upper).matches() || upper.equals("LOCK") || upper.startsWith("LOCK.");
    return FORM.matcher(name).matches() && !reserved && !name.endsWith(".");
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
