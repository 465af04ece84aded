package io.sluice.connector.postgres.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final TableId BLANK = new TableId("public", "a b");
  private static final TableId LINE = new TableId("public", "a_b");

  private static Names names(String strategy) {
    return new Names(
        new PostgresConfig(
                Map.of(
                    "topic.prefix", "p",
                    "database.hostname", "h",
                    "database.user", "u",
                    "database.dbname", "d",
                    "topic.naming.strategy", "io.debezium.schema." + strategy))
            .names());
  }

  @Test
  void tables_whose_names_become_one_in_a_topic_meet() {
    List<TableId> tables = List.of(BLANK, new TableId("public", "orders"), LINE);
    assertThat(names("SchemaTopicNamingStrategy").meeting(tables))
        .isEqualTo(Map.of("p.public.a_b", List.of(BLANK, LINE)));
  }

  @Test
  void tables_of_topics_that_spell_every_character_do_not_meet() {
    assertThat(names("SchemaUnicodeTopicNamingStrategy").meeting(List.of(BLANK, LINE))).isEmpty();
  }
}
