package io.sluice.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Place;
import java.nio.file.Path;
import java.util.List;
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
        "? password\n: hunter2",
        "password: &hunter2",
        "password: &hunter2\nport: 1",
        "password: !hunter2",
        "password: #hunter2",
        "password: # hunter2\nport: 1",
        "password: x #hunter2",
        "password: {{ hunter2 }}",
        "password: {hunter2}",
        "password: {hunter2: x}",
        "password: [hunter2]",
        "config:\n  password:hunter2",
        "database.passwort: hunter2",
        "database.passwrd: hunter2",
        "database.passsword: hunter2",
        "databasePasswrod: hunter2",
        "sercet: hunter2",
        "api_kye: hunter2",
        "source: {undeclared: {any: hunter2}}",
        "sinks: [{undeclared: {any: {more: hunter2}}}]"
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
            + "  database.password: hunter2\n"
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

  @Test
  void of_plugins_settings_only_those_are_shown_that_a_plugin_knows() {
    String text =
        "source:\n"
            + "  connector: postgres\n"
            + "  config:\n"
            + "    database.user: me\n"
            + "    database.kennwort: hunter2\n"
            + "    nested: {known: [a], other: hunter2, referred: '${env:X}'}\n"
            + "transforms:\n"
            + "  - type: mask\n"
            + "    fields: email\n"
            + "    feilds: hunter2\n"
            + "  - mask: {fields: email, feilds: hunter2}\n"
            + "slo: {freshness: 5s}\n";
    List<Place> known = List.of(place(4, 5), place(6, 14), place(9, 5), place(11, 12));

    assertThat(ShownText.of(text, UnaryOperator.identity(), known))
        .hasValue(text.replace("hunter2", "(hidden)"));
  }

  private static Place place(int line, int column) {
    return new Place(Path.of("pipeline.yaml"), line, column, "");
  }
}
