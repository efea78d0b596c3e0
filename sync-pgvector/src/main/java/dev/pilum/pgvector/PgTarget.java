package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database, and as whom to connect to it. Never prints a password. Safe for use by
 * many threads.
 */
public final class PgTarget {
  private static final Pattern SECRET = Pattern.compile("(?i)(password=)[^&]*");
  private static final String JDBC = "jdbc:";

  private final String url;
  private final Properties login;

  private PgTarget(String url, Properties login) {
    this.url = url;
    this.login = login;
  }

  /**
   * Returns the database behind a URL, as libpq has them ({@code
   * postgresql://user:password@host:5432/db?sslmode=require}, percent signs escape) or as JDBC has
   * them ({@code jdbc:postgresql://host/db?user=u&password=p}). Does not connect.
   *
   * @throws InvalidRequest when it is none
   */
  public static PgTarget of(String url) {
    Properties login = new Properties();
    String plain = url.startsWith(JDBC) ? url.substring(JDBC.length()) : url;
    URI parsed = parse(plain);
    String user = parsed.getRawUserInfo();
    String jdbc = JDBC + plain.replaceFirst("^postgres(ql)?:", "postgresql:");
    if (user != null) {
      jdbc = jdbc.replace(user + "@", "");
      int colon = user.indexOf(':');
      login.setProperty("user", decoded(colon < 0 ? user : user.substring(0, colon)));
      if (colon >= 0) {
        login.setProperty("password", decoded(user.substring(colon + 1)));
      }
    }
    login.setProperty("ApplicationName", "pilum");
    return new PgTarget(jdbc, login);
  }

  /**
   * Returns the database at a place. Does not connect.
   *
   * @param login user, password and other properties of the driver
   */
  static PgTarget at(String host, long port, String database, Map<String, String> login) {
    Properties properties = new Properties();
    properties.putAll(login);
    properties.putIfAbsent("ApplicationName", "pilum");
    String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    return new PgTarget("jdbc:postgresql://" + host + ":" + port + "/" + name, properties);
  }

  private static URI parse(String url) {
    try {
      URI parsed = new URI(url);
      String scheme = String.valueOf(parsed.getScheme()).toLowerCase(Locale.ROOT);
      if (scheme.equals("postgresql") || scheme.equals("postgres")) {
        return parsed;
      }
    } catch (URISyntaxException e) { // whose message has the whole URL
      throw new InvalidRequest(complaint(e.getReason()));
    }
    throw new InvalidRequest(complaint("it does not begin with postgresql:"));
  }

  private static String complaint(String reason) {
    return "not the URL of a PostgreSQL database ("
        + reason
        + "); write postgresql://user:password@host:5432/database, with %40 for an @ in a password";
  }

  private static String decoded(String text) {
    return URI.create("x:/" + text).getPath().substring(1);
  }

  /** Connects. */
  Connection connect() {
    try {
      Connection connection = new Driver().connect(url, login);
      if (connection == null) {
        throw new InvalidRequest(complaint("the driver does not know it"));
      }
      return connection;
    } catch (SQLException e) {
      throw Complaints.of(e, "connecting to " + this);
    }
  }

  /** Returns the database as pools take it. */
  DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    for (String name : login.stringPropertyNames()) {
      try {
        source.setProperty(name, login.getProperty(name));
      } catch (SQLException e) {
        throw new InvalidRequest("the driver of PostgreSQL has no setting '" + name + "'", e);
      }
    }
    return source;
  }

  /** Returns the value of a login property, for tests of what was understood. */
  @Nullable String login(String name) {
    return login.getProperty(name);
  }

  /** Returns the place without user and password: {@code //host:port/database}. */
  String place() {
    int question = url.indexOf('?');
    return url.substring("jdbc:postgresql:".length(), question < 0 ? url.length() : question);
  }

  /** Returns the URL without the password. */
  @Override
  public String toString() {
    return SECRET.matcher(url).replaceAll("$1***");
  }
}
