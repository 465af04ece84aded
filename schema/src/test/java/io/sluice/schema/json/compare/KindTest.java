package io.sluice.schema.json.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KindTest {
  private static final Path REFERENCE = Path.of("../docs/reference/json-schema-compatibility.md");

  @ParameterizedTest
  @EnumSource(Kind.class)
  void every_kind_is_in_the_reference(Kind kind) throws IOException {
    assertThat(Files.readString(REFERENCE)).contains("`" + kind + "`");
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "TOO_COMPLEX")
  void every_kind_is_in_the_tables_of_rules(Kind kind) throws IOException {
    Path tables = Path.of("src/test/resources/json");
    String rules =
        Files.readString(tables.resolve("rules.txt"))
            + Files.readString(tables.resolve("rules-undecided.txt"));

    assertThat(rules).containsPattern(Pattern.compile("(: |, )" + kind + " #"));
  }
}
