package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.PipelineFile;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.PipelineCheck;
import io.sluice.plugin.PluginDescription;
import io.sluice.plugin.PluginId;
import io.sluice.plugin.PluginKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connectors for systems that no artifact brings: they load, say what they are and which settings
 * they have, and say themselves which are missing or wrong.
 */
@Tag("long")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoadedConnectorsTest {
  private static final String WHAT = "loaded, described, validated: names what is missing";
  private static final String NO_SERVER = "no server here to read from";

  @TempDir Path folder;

  @Test
  @Tried(
      connector = "Debezium MongoDB",
      artifact = "io.debezium:debezium-connector-mongodb:3.6.1.Final",
      kind = "source",
      what = WHAT,
      result = "loads",
      note = "mongo-java-server has no change streams that it could read")
  void debezium_mongodb() {
    loads(PluginKind.SOURCE, "io.debezium.connector.mongodb.MongoDbConnector", "3.6.1.Final", 50);
    assertThat(missing("io.debezium.connector.mongodb.MongoDbConnector"))
        .contains("mongodb.connection.string", "topic.prefix");
  }

  @Test
  @Tried(
      connector = "Debezium SQL Server",
      artifact = "io.debezium:debezium-connector-sqlserver:3.6.1.Final",
      kind = "source",
      what = WHAT,
      result = "loads",
      note = NO_SERVER)
  void debezium_sqlserver() {
    loads(
        PluginKind.SOURCE, "io.debezium.connector.sqlserver.SqlServerConnector", "3.6.1.Final", 80);
    assertThat(missing("io.debezium.connector.sqlserver.SqlServerConnector"))
        .contains("database.hostname", "database.names", "topic.prefix");
  }

  @Test
  @Tried(
      connector = "Debezium Oracle",
      artifact = "io.debezium:debezium-connector-oracle:3.5.0.Final",
      kind = "source",
      what = WHAT,
      result = "loads",
      note = NO_SERVER)
  void debezium_oracle() {
    loads(PluginKind.SOURCE, "io.debezium.connector.oracle.OracleConnector", "3.5.0.Final", 100);
    assertThat(missing("io.debezium.connector.oracle.OracleConnector"))
        .contains("database.dbname", "topic.prefix");
  }

  @Test
  @Tried(
      connector = "Debezium Db2",
      artifact = "io.debezium:debezium-connector-db2:3.5.0.Final",
      kind = "source",
      what = WHAT,
      result = "loads",
      note = "IBM's driver is not in the archive: put `jcc` into its folder")
  void debezium_db2() {
    loads(PluginKind.SOURCE, "io.debezium.connector.db2.Db2Connector", "3.5.0.Final", 50);
    assertThat(missing("io.debezium.connector.db2.Db2Connector"))
        .contains("database.hostname", "database.dbname", "topic.prefix");
  }

  @Test
  @Tried(
      connector = "Snowflake",
      artifact = "com.snowflake:snowflake-kafka-connector:2.5.0",
      kind = "sink",
      what = WHAT,
      result = "loads",
      note = "needs an account at Snowflake")
  void snowflake() {
    String snowflake = "com.snowflake.kafka.connector.SnowflakeSinkConnector";
    loads(PluginKind.SINK, snowflake, "2.5.0", 30);
    assertThat(
            missing(
                new PipelineFile("loaded")
                    .source("FileStreamSource", Map.of("file", "in.txt", "topic", "lines"))
                    .sink("sink", snowflake, Map.of())))
        .contains("snowflake.url.name", "snowflake.user.name");
  }

  private static void loads(PluginKind kind, String className, String version, int options) {
    PluginId id = Connectors.plugins().find(kind, className);
    PluginDescription described = Connectors.plugins().describe(id);

    assertThat(described.version()).isEqualTo(version);
    assertThat(described.options()).hasSizeGreaterThan(options);
  }

  private List<String> missing(String source) {
    return missing(
        new PipelineFile("loaded")
            .source(source, Map.of())
            .sink("file", "FileStreamSink", Map.of("file", "out.txt")));
  }

  /** The settings that problems are about. */
  private List<String> missing(PipelineFile file) {
    try (Secrets secrets = new Secrets()) {
      return new PipelineCheck(Connectors.plugins(), secrets)
          .check(new PipelineReader().read(file.writeTo(folder)).parts().orElseThrow()).stream()
              .map(problem -> problem.place().path())
              .map(path -> path.replaceFirst("^.*config\\.", ""))
              .toList();
    }
  }
}
