package io.sluice.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeylessTablesTest {
  private final PostgresServer server = PostgresServer.shared();
  private final PostgresDatabase database = server.newDatabase();

  @BeforeEach
  void tables() {
    database.sql(
        "create table keyed (id int primary key)",
        "create table uniquely (code text not null unique, n int)",
        "create table nullable (code text unique)",
        "create table nokey (n int)");
  }

  @Test
  void tables_whose_rows_have_no_place_in_an_upsert_are_named_at_the_sink() {
    assertThat(warnings(Map.of(), Map.of()))
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.isError()).isFalse();
              assertThat(warning.message()).endsWith("letters: public.nokey, public.nullable");
            });
  }

  @Test
  void rows_that_are_appended_or_not_captured_or_given_a_key_need_none() {
    assertThat(warnings(Map.of(), Map.of("mode", "append"))).isEmpty();
    assertThat(warnings(Map.of("table.include.list", "public.keyed"), Map.of())).isEmpty();
    assertThat(warnings(Map.of("message.key.columns", "public.no.*:n"), Map.of())).isEmpty();
  }

  private List<Problem> warnings(Map<String, String> source, Map<String, String> sink) {
    Map<String, String> config = new HashMap<>(source);
    config.put("database.hostname", server.host());
    config.put("database.port", Integer.toString(server.port()));
    config.put("database.dbname", database.name());
    config.put("database.user", server.user());
    config.put("database.password", server.password());
    return KeylessTables.warnings(
        Pipeline.of(
            "shop",
            connector("postgres", config),
            List.of(),
            List.of(new SinkSpec("table", connector("table", sink)))),
        connector -> connector.config().values());
  }

  private static ConnectorSpec connector(String name, Map<String, String> config) {
    return new ConnectorSpec(
        name, UnresolvedConfig.of(config), new Place(Path.of("pipeline.yaml"), 1, 1, name));
  }
}
