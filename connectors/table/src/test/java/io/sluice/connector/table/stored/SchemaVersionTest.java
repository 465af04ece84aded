package io.sluice.connector.table.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaVersionTest {
  private static final RowMeaning UPSERT = new RowMeaning("upsert", "");

  @Test
  void what_a_pipeline_has_brought_is_one_line_that_people_read() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("id", "int64");
    columns.put("sum", "decimal(10,2)");
    Map<String, String> fields = Map.of("id", "id", "sum", "total");
    SchemaVersion version =
        new SchemaVersion(
            3,
            columns,
            List.of("id"),
            List.of("public.orders", "public.old"),
            fields,
            new RowMeaning("upsert", "_deleted_at"));

    assertThat(version.columnsText())
        .isEqualTo(
            "\"id\" int64, \"sum\" decimal(10,2) of \"total\" <- \"public.orders\", \"public.old\";"
                + " upsert \"_deleted_at\"");
    assertThat(read(version)).isEqualTo(version);
  }

  @Test
  void names_are_whatever_they_are() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("a; of <- \"b\", ", "array of text");
    columns.put("of", "text");
    columns.put("", "text");
    Map<String, String> fields =
        Map.of("a; of <- \"b\", ", "\" of \";", "of", "<-", "", "a; of <- \"b\", ");
    SchemaVersion version =
        new SchemaVersion(
            1,
            columns,
            List.of("a; of <- \"b\", ", ""),
            List.of("p.\";\""),
            fields,
            new RowMeaning("history by event time", "\"; \""));

    assertThat(read(version)).isEqualTo(version);
  }

  @Test
  void what_was_stored_before_fields_were_has_none() {
    SchemaVersion version =
        SchemaVersion.parse(
            2, "\"id\" int64, \"sum\" decimal(10,2) <- \"public.orders\"", "\"id\"");

    assertThat(version)
        .isEqualTo(
            new SchemaVersion(
                2,
                Map.of("id", "int64", "sum", "decimal(10,2)"),
                List.of("id"),
                List.of("public.orders"),
                Map.of(),
                null));
  }

  @Test
  void columns_that_no_field_has_stand_beside_the_others() {
    SchemaVersion version =
        new SchemaVersion(
            1,
            Map.of("id", "int64"),
            List.of("id"),
            List.of("public.orders"),
            Map.of("id", "row_id"),
            UPSERT,
            Set.of("a + <- \"b\""));

    assertThat(version.columnsText())
        .isEqualTo(
            "\"id\" int64 of \"row_id\" + \"a + <- \"\"b\"\"\" <- \"public.orders\"; upsert");
    assertThat(read(version)).isEqualTo(version);
  }

  @Test
  void without_sources_there_is_no_arrow() {
    SchemaVersion version =
        new SchemaVersion(
            1, Map.of("id", "int64"), List.of(), List.of(), Map.of("id", "id"), UPSERT);

    assertThat(version.columnsText()).isEqualTo("\"id\" int64; upsert");
    assertThat(read(version)).isEqualTo(version);
  }

  private static SchemaVersion read(SchemaVersion version) {
    return SchemaVersion.parse(version.number(), version.columnsText(), version.keyText());
  }
}
