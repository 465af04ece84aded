package io.sluice.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {
  private static final String SECRET = "hunter2";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: hunter2",
        "database.password: 'hunter2'",
        "config: {user: a, password: \"hunter2\", port: 1}",
        "config:\n  password: |\n    hunter2\n    hunter2\n  port: 1",
        "config:\n  password: >-\n    hunter2\n\n    more hunter2",
        "password: !!str hunter2",
        "password: &p hunter2\nother: *p",
        "other: &p hunter2\npassword: *p",
        "password: [hunter2, {value: hunter2}]",
        "password: {value: hunter2}",
        "url: jdbc:postgresql://me:hunter2@db/x",
        "url: jdbc:postgresql://db/x?password=hunter2&ssl=true",
        "# password: hunter2\nname: x",
        "name: x # password: hunter2",
        "'ü€😀': x\npassword: hunter2\nname: ü",
        "? password\n: hunter2"
      })
  void what_is_written_out_under_the_name_of_a_secret_is_cut_out(String text) {
    assertThat(ShownText.of(text)).hasValueSatisfying(s -> assertThat(s).doesNotContain(SECRET));
  }

  @Test
  void all_else_stands_where_it_stood() {
    String text =
        "# Orders 😀\n"
            + "name: orders\n"
            + "config:\n"
            + "  database.user: me\n"
            + "  database.password: hunter2 # x\n"
            + "  url: ${env:URL}\n"
            + "  key.password: ${env:KEY}\n\n"
            + "slo: {freshness: 5s}\n";

    assertThat(ShownText.of(text)).hasValue(text.replace(SECRET, "(hidden)"));
  }

  private static final UnaryOperator<String> REDACT =
      text -> text.replace("postgres", "***").replace("port", "***").replace("shop", "***");

  @Test
  void names_stay_where_somebody_has_chosen_one_as_a_password() {
    String text =
        "name: shop\n"
            + "source:\n"
            + "  connector: 'postgres'\n"
            + "  config: {database.port: 5432, database.user: postgres, port: x}\n"
            + "sinks:\n"
            + "  - connector: table\n"
            + "    config: {url: \"jdbc:postgresql://db/shop\", password: hunter2, topic: shop}\n";

    assertThat(ShownText.of(text, REDACT))
        .hasValue(text.replace("hunter2", "(hidden)").replace("db/shop", "db/***"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: shop # of postgres",
        "name: shop\ndescription: the password is postgres",
        "name: shop\nconfig: {connector: x, user: postgres}",
        "name: shop\nconfig: {type: postgres}",
        "name: shop\nconfig: {auth: 'postgres:x'}",
        "name: shop\npassword: {postgres: x}",
        "name: \uE000\nconnector: postgres"
      })
  void what_is_known_is_taken_out_of_all_that_is_no_name(String text) {
    assertThat(ShownText.of(text, REDACT))
        .hasValueSatisfying(shown -> assertThat(shown).doesNotContain("postgres").contains("***"));
  }

  @Test
  void what_is_behind_a_block_stays_on_its_line() {
    assertThat(ShownText.of("a:\n  password: |\n    hunter2\n  port: 1\n"))
        .hasValue("a:\n  password: (hidden)\n\n  port: 1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"password: 'hunter2", "a: [", "\tpassword: hunter2", "a: 1\n---\nb: 2"})
  void what_cannot_be_read_is_not_shown(String text) {
    assertThat(ShownText.of(text)).isEmpty();
  }
}
