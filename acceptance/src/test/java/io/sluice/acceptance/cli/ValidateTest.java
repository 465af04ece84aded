package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sluice validate} tells of a file with mistakes of every kind. */
class ValidateTest {
  @TempDir Path folder;

  @Test
  void mistakes_of_the_file_and_of_every_plugins_settings_are_told_in_one_go() throws IOException {
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        ownr: you@example.com
        source:
          connector: postgres
          config:
            database.hostname: localhost
            database.user: sluice
            database.dbname: shop
            slot.nmae: shop
        transforms:
          - {type: mask, feilds: email}
        sinks:
          - connector: table
            config: {url: "jdbc:duckdb:w.duckdb", mdoe: upsert}
        """);

    Command.Result validate = Command.in(folder).run("validate", "shop.yaml");

    assertThat(validate.code()).isEqualTo(2);
    assertThat(validate.out())
        .containsSubsequence(
            "shop.yaml:2:1 ownr: ",
            "Did you mean 'owner'?",
            "shop.yaml:9:5 ",
            "Did you mean 'slot.name'?",
            "shop.yaml:11:",
            "Did you mean 'fields'?",
            "shop.yaml:14:",
            "Did you mean 'mode'?");
  }
}
