package io.sluice.cli.reconcile;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What of a sink's settings decides what its tables are copies of.
 *
 * @param keyFields the fields that the sink takes as the key; empty for those of the records
 * @param naming which column a field has
 * @param marked the column in which a deleted row has its time; empty where deleted rows are gone
 * @param variants whether a field may have more columns than one
 */
record SinkSettings(List<String> keyFields, ColumnNaming naming, String marked, boolean variants) {

  /** Takes a copy. */
  SinkSettings {
    keyFields = List.copyOf(keyFields);
  }

  /**
   * Reads them.
   *
   * @throws CommandFailure if they make tables that are no copies
   */
  static SinkSettings of(Map<String, String> config, String sink) {
    String mode = config.getOrDefault("mode", config.getOrDefault("insert.mode", "upsert"));
    if (!mode.toLowerCase(Locale.ROOT).equals("upsert")) {
      throw refused(sink, "mode " + mode);
    }
    if (!Boolean.parseBoolean(config.getOrDefault("delete.enabled", "true"))) {
      throw refused(sink, "delete.enabled false");
    }
    String deletes = config.getOrDefault("delete.mode", "hard").toLowerCase(Locale.ROOT);
    if (deletes.equals("ignore")) {
      throw refused(sink, "delete.mode " + deletes);
    }
    if (Boolean.parseBoolean(config.getOrDefault("fan.in", "false"))) {
      throw refused(sink, "fan.in true");
    }
    return new SinkSettings(
        keyFields(config),
        new ColumnNaming(config),
        deletes.equals("soft") ? config.getOrDefault("metadata.prefix", "_") + "deleted_at" : "",
        config.getOrDefault("on.incompatible", "").equalsIgnoreCase("variant"));
  }

  private static CommandFailure refused(String sink, String setting) {
    return new CommandFailure(
        ExitCode.USAGE,
        "sink " + sink + " has " + setting + ": its tables are no copies that could be equal",
        "Only tables of mode upsert are compared, with deletes and no other pipeline's rows."
            + " --sink names a sink to compare without this one.");
  }

  private static List<String> keyFields(Map<String, String> config) {
    String fields = config.getOrDefault("primary.key.fields", config.getOrDefault("pk.fields", ""));
    return Arrays.stream(fields.split(","))
        .map(String::strip)
        .filter(field -> !field.isEmpty())
        .toList();
  }
}
