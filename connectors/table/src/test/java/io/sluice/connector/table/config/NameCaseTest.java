package io.sluice.connector.table.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameCaseTest {
  @ParameterizedTest
  @CsvSource({
    "orderId, order_id",
    "OrderID, order_id",
    "HTTPServer, http_server",
    "order-id, order_id",
    "Order Id, order_id",
    "order_id, order_id",
    "ORDER_ID, order_id",
    "_private, _private",
    "a__b, a_b",
    "line1Total, line1_total",
    "ÜberGröße, über_größe",
    "名前, 名前",
    "last_, last_",
    "--, --"
  })
  void snake_case_divides_words(String name, String snake) {
    assertThat(NameCase.SNAKE.of(name)).isEqualTo(snake);
  }
}
