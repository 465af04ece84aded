package io.sluice.connector.table.jdbc;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** JDBC drivers that somebody put beside this plugin's jars. */
public final class Drivers {
  private Drivers() {}

  /** The driver that takes the URL, if one is there. */
  public static Optional<Driver> of(String url) throws SQLException {
    // Not DriverManager: it knows those only that the caller's loader had when it was first asked.
    Iterator<Driver> drivers =
        ServiceLoader.load(Driver.class, Drivers.class.getClassLoader()).iterator();
    while (drivers.hasNext()) {
      try {
        Driver driver = drivers.next();
        if (driver.acceptsURL(url)) {
          return Optional.of(driver);
        }
      } catch (ServiceConfigurationError e) {
        continue; // One that cannot be loaded here is none.
      }
    }
    return Optional.empty();
  }

  /** What to do where there is none. Does not repeat the URL, which may hold a password. */
  public static String missing(String url) {
    String[] parts = url.split(":", 3);
    return "no JDBC driver here takes URLs that begin with jdbc:"
        + (parts.length > 1 ? parts[1] : "")
        + ":. Put the driver's jar into the plugin's folder, "
        + folder()
        + ", and start again";
  }

  private static String folder() {
    CodeSource source = Drivers.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return "beside sluice-connector-table's own jar";
    }
    try {
      return String.valueOf(Path.of(source.getLocation().toURI()).getParent());
    } catch (URISyntaxException e) {
      return "beside sluice-connector-table's own jar";
    }
  }
}
