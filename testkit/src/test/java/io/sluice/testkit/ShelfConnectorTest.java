package io.sluice.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.connect.sink.SinkConnector;

/** The contract can be kept. */
class ShelfConnectorTest extends SinkContract {
  private final String shelf = UUID.randomUUID().toString();

  @Override
  protected SinkConnector connector() {
    return new ShelfConnector();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("shelf", shelf);
  }

  @Override
  protected List<Row> rows(String topic) {
    List<Row> rows = new ArrayList<>();
    ShelfConnector.shelf(shelf)
        .rows
        .getOrDefault(topic, Map.of())
        .forEach((id, name) -> rows.add(new Row(id, name)));
    return rows;
  }

  @Override
  protected Map<String, String> wrongSettings() {
    return Map.of("size", "large");
  }

  @Override
  protected Set<String> requiredSettings() {
    return Set.of("shelf");
  }

  @Override
  protected boolean keepsOffsets() {
    return true;
  }
}
