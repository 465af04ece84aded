package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.config.Choice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every property of Debezium's connector is honoured, accepted because nothing depends on it, or
 * refused; the page that says so is made from the connector's own definition. After a change run
 * this class with {@code -Dreference.update=true}.
 */
public class DebeziumPropertiesTest {

  private static final Path PAGE = Path.of("../../docs/reference/debezium-properties.md");

  private static final String NOT_SUPPORTED = "Not supported: ";
  private static final String ACCEPTED = "Accepted";

  /** Names of Debezium's that stand for many; the connector reads what follows them. */
  private static final List<String> FAMILIES = List.of("column.mask.", "column.truncate.");

  /**
   * Debezium's names and defaults, as its 3.7 has them (a long test holds them against its plugin
   * archive).
   */
  public static Map<String, String> debezium() {
    return table("/debezium-properties.tsv");
  }

  /** The values that Debezium's settings of few values may have, held against its plugin too. */
  public static Map<String, Set<String>> values() {
    Map<String, Set<String>> values = new TreeMap<>();
    table("/debezium-values.tsv")
        .forEach((name, list) -> values.put(name, new TreeSet<>(List.of(list.split(",")))));
    return values;
  }

  private static Map<String, String> table(String resource) {
    Map<String, String> rows = new TreeMap<>();
    try (var in =
        Objects.requireNonNull(DebeziumPropertiesTest.class.getResourceAsStream(resource))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        String[] cells = line.split("\t", -1);
        if (cells.length == 2) {
          rows.put(cells[0], cells[1]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  @Test
  void no_property_of_debezium_is_ignored() {
    Map<String, ConfigKey> ours = new PostgresConnector().config().configKeys();

    assertThat(debezium().keySet().stream().filter(name -> !isFamily(name) && !isInternal(name)))
        .hasSizeGreaterThan(120)
        .allSatisfy(name -> assertThat(ours).containsKey(name));
  }

  @Test
  void every_value_of_debezium_s_is_taken_or_refused_with_its_reason() {
    Map<String, ConfigKey> ours = new PostgresConnector().config().configKeys();

    assertThat(values()).hasSizeGreaterThan(20);
    values()
        .forEach(
            (name, values) ->
                assertThat(values)
                    .as(name)
                    .allSatisfy(value -> takesOrRefuses(ours.get(name), value))
                    .allSatisfy(
                        value ->
                            takesOrRefuses(ours.get(name), " " + value.toUpperCase(Locale.ROOT))));
  }

  private static void takesOrRefuses(@Nullable ConfigKey declared, String value) {
    ConfigKey key = Objects.requireNonNull(declared);
    if (key.validator == null) {
      assertThat(key.documentation).as("without a check").startsWith(ACCEPTED);
      return;
    }
    try {
      key.validator.ensureValid(key.name, value);
    } catch (ConfigException e) {
      assertThat(e).hasMessageContaining("is not supported: ");
    }
  }

  @Test
  void every_default_of_debezium_s_may_be_written_out() {
    Map<String, String> settings = new TreeMap<>(debezium());
    settings.values().removeIf(String::isEmpty);
    settings.keySet().removeIf(name -> isInternal(name));
    // Debezium's default needs an extension on the server.
    settings.remove("plugin.name");
    settings.replaceAll((name, value) -> value.replaceAll("^\\[|\\]$", ""));

    assertThat(new PostgresConnector().config().validate(settings))
        .filteredOn(value -> settings.containsKey(value.name()))
        .hasSizeGreaterThan(80)
        .allSatisfy(value -> assertThat(value.errorMessages()).as(value.name()).isEmpty());
  }

  @Test
  void the_page_of_properties_is_what_the_connector_does() throws IOException {
    String page = page();
    if (Boolean.getBoolean("reference.update")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  private static String page() {
    Map<String, ConfigKey> ours = new TreeMap<>(new PostgresConnector().config().configKeys());
    Map<String, String> debezium = debezium();
    List<String> same = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    List<String> extra = new ArrayList<>();
    debezium.forEach(
        (name, theirDefault) -> {
          if (isInternal(name)) {
            return;
          }
          ConfigKey key = ours.get(name);
          if (key == null) {
            same.add(row(name, "same", ""));
          } else if (key.documentation.startsWith(NOT_SUPPORTED)) {
            refused.add(
                row(
                    name,
                    "refused",
                    key.documentation.substring(NOT_SUPPORTED.length()),
                    harmless(key)));
          } else if (key.documentation.startsWith(ACCEPTED)) {
            same.add(row(name, "accepted", notes(accepted(key), refusals(key))));
          } else {
            same.add(row(name, "same", notes(difference(theirDefault, key), refusals(key))));
          }
        });
    ours.forEach(
        (name, key) -> {
          if (debezium.containsKey(name)) {
            return;
          }
          if (key.documentation.startsWith(NOT_SUPPORTED)) {
            refused.add(
                row(
                    name,
                    "refused",
                    key.documentation.substring(NOT_SUPPORTED.length()),
                    harmless(key)));
          } else if (name.startsWith("sluice.")) {
            extra.add(row(name, key.documentation));
          } else if (key.documentation.startsWith(ACCEPTED)) {
            same.add(row(name, "accepted", notes(accepted(key), refusals(key))));
          } else {
            same.add(row(name, "same", ""));
          }
        });
    same.sort(null);
    refused.sort(null);
    return """
    # Debezium's properties

    What becomes of each property of Debezium 3.7's PostgreSQL connector in ours, made by `DebeziumPropertiesTest` from the connector's own definition.
    A value that a property may have with Debezium is taken here, too, whatever its case, unless its row says that it is refused. The meaning of those that are honoured is in [the source's reference](postgres-source.md). `internal.*` are Debezium's own and have no meaning here.

    ## Honoured

    | property | here | note |
    |---|---|---|
    %s
    ## Refused

    Refused by name unless set to the value that asks for nothing.

    | property | here | why | may be |
    |---|---|---|---|
    %s
    ## Extra

    | property | meaning |
    |---|---|
    %s\
    """
        .formatted(String.join("", same), String.join("", refused), String.join("", extra));
  }

  private static String difference(String theirs, ConfigKey key) {
    String ours =
        key.defaultValue == null || key.defaultValue == ConfigDef.NO_DEFAULT_VALUE
            ? ""
            : key.defaultValue.toString();
    return ours.equals(theirs)
        ? ""
        : "default "
            + (ours.isEmpty() ? "none" : "`" + ours + "`")
            + ", Debezium's "
            + (theirs.isEmpty() ? "none" : "`" + theirs + "`");
  }

  /** Values that are refused although the setting is honoured. */
  private static String refusals(ConfigKey key) {
    return key.validator instanceof Choice choice
        ? choice.refused().entrySet().stream()
            .map(each -> "`" + each.getKey() + "` is refused: " + each.getValue())
            .collect(Collectors.joining("; "))
        : "";
  }

  private static String accepted(ConfigKey key) {
    return key.documentation
        .replaceFirst("^Accepted for Debezium's sake[:;] ", "")
        .replaceFirst("\\.$", "");
  }

  private static String notes(String... notes) {
    return Stream.of(notes).filter(note -> !note.isEmpty()).collect(Collectors.joining("; "));
  }

  /** What a refused property may be set to. */
  private static String harmless(ConfigKey key) {
    String values = String.valueOf(key.validator);
    return values.equals("not supported") ? "" : values;
  }

  private static String row(String name, String... cells) {
    StringBuilder row = new StringBuilder("| `" + name.replace("|", "\\|") + "` |");
    for (String cell : cells) {
      row.append(' ').append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "|" : " |");
    }
    return row.append('\n').toString();
  }

  private static boolean isFamily(String name) {
    return FAMILIES.stream().anyMatch(name::startsWith);
  }

  private static boolean isInternal(String name) {
    return name.startsWith("internal.");
  }
}
