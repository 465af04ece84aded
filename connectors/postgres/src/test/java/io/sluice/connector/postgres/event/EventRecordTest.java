package io.sluice.connector.postgres.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.value.PgType;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Connect's exactly-once worker keeps sent records in a map, by record. */
class EventRecordTest {
  private static final TableFormat FORMAT =
      new TableFormats(
              new PostgresConfig(
                  Map.of("database.hostname", "h", "database.user", "u", "database.dbname", "d")))
          .of(
              new Table(
                  new TableId("public", "t"),
                  1,
                  false,
                  List.of(
                      new Column(
                          "id",
                          new PgType(1_000, "int4", 'b', null, List.of(), true),
                          -1,
                          true,
                          null,
                          "int4",
                          null)),
                  List.of("id"),
                  List.of("id")));

  /** An offset that nobody may look into, as it would be for each record. */
  private static final Map<String, Object> CLOSED =
      new AbstractMap<>() {
        @Override
        public Set<Entry<String, Object>> entrySet() {
          throw new AssertionError("The offset was read");
        }
      };

  @Test
  void two_events_that_say_the_same_are_two_and_their_offsets_are_not_read() {
    Map<EventRecord, Integer> sent = new HashMap<>();
    EventRecord first = new EventRecord(Map.of(), CLOSED, FORMAT, null, null, null);
    EventRecord second = new EventRecord(Map.of(), CLOSED, FORMAT, null, null, null);

    sent.put(first, 1);
    sent.put(second, 2);
    sent.put(first, 3);

    assertThat(sent).hasSize(2);
    assertThat(sent.get(first)).isEqualTo(3);
    assertThat(first.topic()).isEqualTo(FORMAT.topic());
    assertThat(first.valueSchema()).isNull();
  }
}
