package io.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin's JDBC drivers are there for its connectors, as on Kafka Connect. */
class DriversTest {
  private static final String DRIVER =
      """
      package x;
      import java.sql.*;
      import java.util.Properties;
      public class PaperDriver implements Driver {
        static { %s }
        public Connection connect(String url, Properties p) { return null; }
        public boolean acceptsURL(String url) { return url.startsWith("jdbc:paper:"); }
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties p) { return null; }
        public int getMajorVersion() { return 1; }
        public int getMinorVersion() { return 0; }
        public boolean jdbcCompliant() { return false; }
        public java.util.logging.Logger getParentLogger() { return null; }
      }
      """;

  /** Says as its version which driver {@code DriverManager} has for it. */
  private static final String CONNECTOR =
      PluginJar.sourceConnector("x", "PaperConnector", "1")
          .replaceFirst(
              "return \"1\";",
              """
              try {
                return java.sql.DriverManager.getDriver("jdbc:paper:a").getClass().getName();
              } catch (java.sql.SQLException e) {
                return "none";
              }
              """);

  @TempDir Path work;
  @TempDir Path pluginPath;

  @BeforeEach
  void connector() {
    new PluginJar(work)
        .compile(
            pluginPath.resolve("paper/connector.jar"),
            "x.PaperConnector",
            PluginJar.SOURCE_SERVICE,
            CONNECTOR);
  }

  private void driver(String whenLoaded) {
    new PluginJar(work)
        .compile(
            pluginPath.resolve("paper/driver.jar"),
            "x.PaperDriver",
            "java.sql.Driver",
            DRIVER.formatted(whenLoaded));
  }

  private String driverFound() {
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      return plugins.newSourceConnector("paper").instance().version();
    }
  }

  @Test
  void a_driver_of_the_plugin_is_found_for_its_url() {
    driver(
        "try { DriverManager.registerDriver(new PaperDriver()); } catch (SQLException e) { throw"
            + " new IllegalStateException(e); }");

    assertThat(driverFound()).isEqualTo("x.PaperDriver");
  }

  @Test
  void a_driver_that_cannot_be_loaded_leaves_the_plugin_usable() {
    driver("if (true) throw new UnsatisfiedLinkError(\"no native part\");");

    assertThat(driverFound()).isEqualTo("none");
  }
}
