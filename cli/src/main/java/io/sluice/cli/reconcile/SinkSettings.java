package io.sluice.cli.reconcile;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What of a sink's settings decides whether its tables are copies. */
final class SinkSettings {
  /** Settings under which a column is not called, or not made, as the source's. */
  private static final Pattern RENAMING =
      Pattern.compile("column\\.(case|name\\.format|rename\\..*)");

  private SinkSettings() {}

  static void requireComparable(Map<String, String> config, String sink) {
    String mode = config.getOrDefault("mode", config.getOrDefault("insert.mode", "upsert"));
    if (!mode.toLowerCase(Locale.ROOT).equals("upsert")) {
      throw refused(sink, "mode " + mode);
    }
    if (!Boolean.parseBoolean(config.getOrDefault("delete.enabled", "true"))) {
      throw refused(sink, "delete.enabled false");
    }
    String deletes = config.getOrDefault("delete.mode", "hard");
    if (!deletes.toLowerCase(Locale.ROOT).equals("hard")) {
      throw refused(sink, "delete.mode " + deletes);
    }
    if (Boolean.parseBoolean(config.getOrDefault("fan.in", "false"))) {
      throw refused(sink, "fan.in true");
    }
    config.forEach(
        (name, value) -> {
          if (RENAMING.matcher(name).matches() && !value.equalsIgnoreCase("keep")) {
            throw refused(sink, name);
          }
          if (name.equals("on.incompatible") && value.equalsIgnoreCase("variant")) {
            throw refused(sink, "on.incompatible variant");
          }
        });
  }

  private static CommandFailure refused(String sink, String setting) {
    return new CommandFailure(
        ExitCode.USAGE,
        "sink " + sink + " has " + setting + ": its tables are no copies that could be equal",
        "Only tables of mode upsert are compared, with deletes, the source's column names and no"
            + " other pipeline's rows.");
  }

  /** The key columns where the sink names them. */
  static List<String> keyFields(Map<String, String> config) {
    String fields = config.getOrDefault("primary.key.fields", config.getOrDefault("pk.fields", ""));
    return Arrays.stream(fields.split(","))
        .map(String::strip)
        .filter(field -> !field.isEmpty())
        .toList();
  }
}
