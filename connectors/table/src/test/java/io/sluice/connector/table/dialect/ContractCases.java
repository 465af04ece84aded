package io.sluice.connector.table.dialect;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.testkit.SinkContract;
import io.sluice.testkit.SinkRun;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The contract that the test kit asks of every sink. */
@Tag("suites")
@ExtendWith(WorkerCondition.class)
public abstract class ContractCases extends SinkContract {
  @TempDir Path emptyFolder;
  private TargetUnderTest target;

  protected abstract TargetUnderTest target(Path emptyFolder);

  @BeforeEach
  void open() {
    target = target(emptyFolder);
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Override
  protected SinkConnector connector() {
    return new TableSinkConnector();
  }

  @Override
  protected SinkRun run(Map<String, String> config, boolean withReporter) {
    return RunBy.chosen().sink(config, withReporter);
  }

  @Override
  protected Map<String, String> config() {
    return target.config();
  }

  @Override
  protected Set<String> requiredSettings() {
    return Set.of("url");
  }

  @Override
  protected Map<String, String> wrongSettings() {
    return Map.of("url", "jdbc:oracle:x", "mode", "sideways", "batch.size", "0");
  }

  @Override
  protected boolean keepsOffsets() {
    return true;
  }

  @Override
  protected List<Row> rows(String topic) throws SQLException {
    List<Row> all = new ArrayList<>();
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id, name from " + topic)) {
      while (rows.next()) {
        all.add(new Row(rows.getLong(1), rows.getString(2)));
      }
    }
    return all;
  }
}
