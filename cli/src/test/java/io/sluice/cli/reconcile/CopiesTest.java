package io.sluice.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.project.query.SinkDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private static final String OF_TWO =
      "\"id\" int64, \"a <- \"\"b\" decimal(10,2) <- \"public.orders_1\", \"public.orders_2\"";

  @Test
  void what_a_sink_stored_is_read_where_plain_names_are_spelled_in_capitals() throws SQLException {
    String url = "jdbc:h2:mem:copies;DB_CLOSE_DELAY=0";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table \"_offsets\" (\"name\" varchar, \"topic\" varchar, \"table_name\""
              + " varchar)");
      statement.execute("insert into \"_offsets\" values ('shop-copy', 's.orders', '\"orders\"')");
      statement.execute("insert into \"_offsets\" values ('shop-copy', 's.empty', null)");
      statement.execute(
          "create table \"_offsets_schemas\""
              + " (\"name\" varchar, \"table_name\" varchar, \"columns\" varchar,"
              + " \"key_columns\" varchar)");
      statement.execute(
          "insert into \"_offsets_schemas\" values ('shop-copy', '\"orders\"', '"
              + OF_TWO
              + "', '')");
      SinkDatabase database =
          SinkDatabase.of(Map.of("url", url), getClass().getClassLoader()).orElseThrow();
      try (TargetDatabase target = TargetDatabase.open(database, "copy", null)) {

        Copies copies = target.copies("_offsets", "shop-copy");

        assertThat(copies.table("s.orders")).contains("\"orders\"");
        assertThat(copies.table("s.empty")).isEmpty();
        assertThat(copies.shared("\"orders\"", List.of("public.orders_1")))
            .hasValueSatisfying(why -> assertThat(why).contains("(public.orders_2)"));
      }
    }
  }

  @Test
  void a_table_of_the_sources_own_table_and_its_partitions_is_a_copy() {
    Copies copies = new Copies("shop-copy");
    copies.brought("shop-copy", "\"orders\"", Brought.parse(OF_TWO, "\"id\""));

    assertThat(copies.shared("\"orders\"", List.of("public.orders_1", "public.orders_2")))
        .isEmpty();
    assertThat(copies.shared("\"other\"", List.of("public.other"))).isEmpty();
  }

  @Test
  void a_table_without_columns_still_has_its_sources() {
    Copies copies = new Copies("shop-copy");
    copies.brought("shop-copy", "\"orders\"", Brought.parse(" <- \"public.gone\"", ""));

    assertThat(copies.shared("\"orders\"", List.of("public.orders"))).isPresent();
  }
}
