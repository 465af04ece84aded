package io.sluice.connector.table.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Invariant 10: what any version has told of a table is read by this one. */
class SchemaVersionTest {
  private static final Path FORMS = Path.of("src/test/resources/golden/schemas.txt");

  static Stream<Form> forms() throws IOException {
    return Arrays.stream(Files.readString(FORMS).split("\n\n"))
        .filter(block -> block.startsWith("form "))
        .map(Form::of);
  }

  static Stream<Form> formsWrittenNow() throws IOException {
    return forms().filter(form -> !form.all("written").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void each_form_is_read_as_what_it_means(Form form) {
    assertThat(read(form)).isEqualTo(form.meaning());
  }

  @ParameterizedTest
  @MethodSource("formsWrittenNow")
  void the_form_of_now_is_written_as_it_was_read(Form form) {
    assertThat(form.meaning().columnsText()).isEqualTo(form.one("stored"));
    assertThat(form.meaning().keyText()).isEqualTo(form.one("keys"));
  }

  private static SchemaVersion read(Form form) {
    return SchemaVersion.parse(7, form.one("stored"), form.one("keys"));
  }

  /** A stored text, and what it means; the file says how it is written down. */
  record Form(Map<String, List<String>> words) {
    static Form of(String block) {
      Map<String, List<String>> words = new LinkedHashMap<>();
      for (String line : block.stripTrailing().split("\n")) {
        String[] parts = line.split(" ", 2);
        words
            .computeIfAbsent(parts[0], any -> new ArrayList<>())
            .add(parts.length < 2 ? "" : parts[1]);
      }
      return new Form(words);
    }

    List<String> all(String word) {
      return words.getOrDefault(word, List.of());
    }

    String one(String word) {
      return all(word).get(0);
    }

    private static Map<String, String> by(List<String> names, List<String> values) {
      Map<String, String> by = new LinkedHashMap<>();
      IntStream.range(0, values.size()).forEach(i -> by.put(names.get(i), values.get(i)));
      return by;
    }

    SchemaVersion meaning() {
      return new SchemaVersion(
          7,
          by(all("column"), all("type")),
          all("key"),
          all("source"),
          by(all("column"), all("field")),
          all("rows").isEmpty() ? null : new RowMeaning(one("rows"), String.join("", all("mark"))),
          new LinkedHashSet<>(all("beside")),
          !all("pending").isEmpty());
    }

    @Override
    public String toString() {
      return one("form");
    }
  }
}
