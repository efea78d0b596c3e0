package dev.pilum.storage.env;

import dev.pilum.storage.error.InvalidRequest;

/**
 * The rules for a path inside a {@link FileStore}, the same on every system so that a database
 * folder can move between them.
 */
public final class StorePath {
  private StorePath() {}

  /**
   * Returns {@code path} when it names something inside the folder: parts separated by {@code /},
   * none of them empty, {@code .} or {@code ..}, and none with a backslash, colon or control
   * character.
   *
   * @throws InvalidRequest naming the path when it does not
   */
  public static String check(String path) {
    int start = 0;
    int length = path.length();
    for (int i = 0; i < length; i++) {
      char c = path.charAt(i);
      if (c == '/') {
        checkPart(path, start, i);
        start = i + 1;
      } else if (c == '\\' || c == ':' || Character.isISOControl(c)) {
        throw new InvalidRequest(
            "path '%s' has the character U+%04X, which file names here must not have"
                .formatted(path, (int) c));
      }
    }
    checkPart(path, start, length);
    return path;
  }

  /** As {@link #check}, but also takes {@code ""}, the root folder. */
  public static String checkDirectory(String path) {
    return path.isEmpty() ? path : check(path);
  }

  /**
   * Returns the path of the folder that holds {@code path}; {@code ""} for something right inside
   * the root folder.
   */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /**
   * Returns {@code number}, at least 0, with zeros in front up to {@code digits}, so that names
   * sort like numbers. Not by a format string: the first one costs a fresh process 9 ms.
   */
  public static String padded(long number, int digits) {
    String plain = Long.toString(number);
    return "0".repeat(Math.max(0, digits - plain.length())).concat(plain);
  }

  /**
   * Returns the number that {@code name} is, with {@code suffix} behind it, or -1 when it is
   * anything but 1 to 18 digits and the suffix.
   */
  public static long number(String name, String suffix) {
    int digits = name.length() - suffix.length();
    if (!name.endsWith(suffix) || digits < 1 || digits > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < digits; i++) {
      char digit = name.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + (digit - '0');
    }
    return number;
  }

  /** Returns the last part of {@code path}. */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void checkPart(String path, int start, int end) {
    int length = end - start;
    boolean dots = length < 3 && path.regionMatches(start, "..", 0, length);
    if (dots) { // or nothing
      throw new InvalidRequest(
          "path '%s' has the part '%s'; use a path inside the database folder"
              .formatted(path, path.substring(start, end)));
    }
  }
}
