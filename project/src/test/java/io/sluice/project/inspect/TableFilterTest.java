package io.sluice.project.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TableFilterTest {

  @Test
  void an_expression_matches_the_whole_name_whatever_its_case() {
    TableFilter filter =
        TableFilter.of(Map.of("table.include.list", "public.orders, PUBLIC.cust.*"));
    assertThat(filter.test(table("public", "orders"))).isTrue();
    assertThat(filter.test(table("public", "customers"))).isTrue();
    assertThat(filter.test(table("public", "orders_old"))).isFalse();
  }

  @Test
  void what_is_excluded_stays_out() {
    TableFilter filter =
        TableFilter.of(Map.of("schema.exclude.list", "audit", "table.exclude.list", ".*_tmp"));
    assertThat(filter.test(table("public", "orders"))).isTrue();
    assertThat(filter.test(table("public", "orders_tmp"))).isFalse();
    assertThat(filter.test(table("audit", "orders"))).isFalse();
  }

  @Test
  void what_is_no_expression_is_refused_with_its_key() {
    assertThatThrownBy(() -> TableFilter.of(Map.of("table.include.list", "public.(")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("table.include.list: 'public.(' is not a regular expression");
  }

  private static SourceTable table(String schema, String name) {
    return new SourceTable(schema, name, 0, 0, true, 'd', true, false);
  }
}
