package dev.pilum.backend;

import dev.pilum.storage.error.InvalidRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * java.net.URI would refuse the passwords that people really write into URLs, and show them in its error. So: scheme, then either
 * "//", user, host, port and database, or a path; then settings. The last '@' ends the user, as hosts have none.
 */
/** Takes a URL apart into settings. */
final class BackendUrl {
  /** The setting that stands for the scheme; no file can say it. */
  static final String SCHEME = "url scheme";

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9+._-]*):(.*?)(\\?.*)?", Pattern.DOTALL);

  /** An IPv6 address stands in brackets; a port may be a variable. */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[^\\]]*\\]|[^:]*)(?::(\\d+|\\$\\{[^}]*\\}))?");

  private final Variables variables;
  private final Map<String, String> settings = new LinkedHashMap<>();

  private BackendUrl(Variables variables) {
    this.variables = variables;
  }

  /** Returns the settings in {@code url}, variables expanded. */
  static Map<String, String> settings(String url, Variables variables) {
    String whole = Variables.isReference(url) ? variables.expand("url", url) : url;
    Matcher form = FORM.matcher(whole);
    if (!form.matches()) {
      throw new InvalidRequest(
          "a url is scheme://user:password@host:port/database?settings, or scheme:path");
    }
    BackendUrl parts = new BackendUrl(variables);
    parts.settings.put(SCHEME, form.group(1));
    parts.readPlace(form.group(2));
    parts.readSettings(form.group(3));
    return parts.settings;
  }

  private void readPlace(String place) {
    if (!place.startsWith("//")) {
      put("path", place);
    } else if (place.startsWith("///")) {
      put("path", place.substring(2));
    } else {
      int at = place.lastIndexOf('@');
      if (at >= 0) {
        readUser(place.substring(2, at));
      }
      readHost(place.substring(Math.max(at + 1, 2)));
    }
  }

  private void readUser(String user) {
    int colon = user.indexOf(':');
    put("username", colon < 0 ? user : user.substring(0, colon));
    if (colon >= 0) {
      put("password", user.substring(colon + 1));
    }
  }

  private void readHost(String hostAndDatabase) {
    int slash = hostAndDatabase.indexOf('/');
    String host = slash < 0 ? hostAndDatabase : hostAndDatabase.substring(0, slash);
    Matcher form = HOST_AND_PORT.matcher(host);
    if (!form.matches()) {
      throw new InvalidRequest("a url's host is a name or address, then perhaps ':' and a port");
    }
    put("host", form.group(1));
    put("port", form.group(2));
    put("database", slash < 0 ? null : hostAndDatabase.substring(slash + 1));
  }

  private void readSettings(@Nullable String query) {
    if (query == null || query.length() == 1) {
      return;
    }
    for (String setting : query.substring(1).split("&", -1)) {
      int equals = setting.indexOf('=');
      if (equals <= 0) {
        throw new InvalidRequest("a url's settings are name=value, joined by '&'");
      }
      put(decoded(setting.substring(0, equals)), setting.substring(equals + 1));
    }
  }

  /** Takes no part that is not there. */
  private void put(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      settings.put(name, variables.expand(name, decoded(value)));
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("a '%' in a url starts two hexadecimal digits; write '%' as %25");
    }
  }
}
