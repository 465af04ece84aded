package io.sluice.cli.reconcile;

import io.sluice.cli.compare.dialect.Dialect;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a sink's settings decides what its tables are copies of.
 *
 * @param keyFields the fields that the sink takes as the key; empty for those of the records
 * @param naming which column a field has
 * @param present what makes a row count, where others stay in the table
 * @param variants whether a field may have more columns than one
 */
record SinkSettings(
    List<String> keyFields, ColumnNaming naming, Present present, boolean variants) {

  private static final String UPSERT = "upsert";
  private static final String HISTORY = "history";

  /** Which rows of a table count: those that the source should have. */
  record Present(Kind kind, String column) {
    private enum Kind {
      ALL,
      UNMARKED,
      CURRENT
    }

    /** The condition, in that dialect; empty for all. */
    String condition(Dialect dialect) {
      return switch (kind) {
        case ALL -> "";
        case UNMARKED -> dialect.quoted(column) + " IS NULL";
        case CURRENT -> dialect.quoted(column) + " = TRUE";
      };
    }
  }

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
    String mode = config.getOrDefault("mode", config.getOrDefault("insert.mode", UPSERT));
    boolean history = mode.equalsIgnoreCase(HISTORY);
    if (!mode.equalsIgnoreCase(UPSERT) && !history) {
      throw refused(sink, "mode " + mode);
    }
    // The version of the latest event is not always the source's row.
    if (history && config.getOrDefault("history.order", "commit").equalsIgnoreCase("event_time")) {
      throw refused(sink, "history.order event_time");
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
        present(config, history, deletes),
        config.getOrDefault("on.incompatible", "").equalsIgnoreCase("variant"));
  }

  /** What makes a row count, as the sink told it of a table; else as it is set. */
  Present present(Optional<Brought> brought) {
    return brought
        .filter(Brought::told)
        .map(
            what ->
                what.mark().isEmpty()
                    ? new Present(Present.Kind.ALL, "")
                    : new Present(
                        what.kind().equals(HISTORY) ? Present.Kind.CURRENT : Present.Kind.UNMARKED,
                        what.mark()))
        .orElse(present);
  }

  /** Why rows of such a table are no copies of the source's; empty if they are. */
  static Optional<String> refusal(Brought brought) {
    boolean copies = Set.of(UPSERT, HISTORY).contains(brought.kind());
    return !brought.told() || copies
        ? Optional.empty()
        : Optional.of(
            "the sink has written it as '"
                + brought.kind()
                + "': its rows are no copies of the source's");
  }

  private static Present present(Map<String, String> config, boolean history, String deletes) {
    if (history) {
      return new Present(
          Present.Kind.CURRENT, config.getOrDefault("history.is.current", "is_current"));
    }
    return deletes.equals("soft")
        ? new Present(
            Present.Kind.UNMARKED, config.getOrDefault("metadata.prefix", "_") + "deleted_at")
        : new Present(Present.Kind.ALL, "");
  }

  private static CommandFailure refused(String sink, String setting) {
    return new CommandFailure(
        ExitCode.USAGE,
        "sink " + sink + " has " + setting + ": its tables are no copies that could be equal",
        "Only tables of mode upsert are compared, and the current versions of mode history, with"
            + " deletes and no other pipeline's rows."
            + " --sink names a sink to compare without this one.");
  }

  private static List<String> keyFields(Map<String, String> config) {
    String fields = config.getOrDefault("primary.key.fields", "");
    return Arrays.stream(fields.split(","))
        .map(String::strip)
        .filter(field -> !field.isEmpty())
        .toList();
  }
}
