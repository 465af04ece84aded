package io.sluice.server.fleet;

import io.sluice.project.signal.SourceSignals;
import io.sluice.server.access.Identity;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import io.sluice.server.operate.TableSnapshot;
import io.sluice.state.StateDatabase;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.history.AuditAction;
import io.sluice.state.history.AuditedChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Has sources read tables anew beside their stream. Thread-safe. */
final class Snapshots {
  /** Characters of a name with its schema; all go into the audit log. */
  private static final int LONGEST_TABLE = 300;

  /** Characters of a condition. */
  private static final int LONGEST_FILTER = 4_000;

  private final Roster roster;
  private final StateDatabase state;

  Snapshots(Roster roster, StateDatabase state) {
    this.roster = roster;
    this.state = state;
  }

  /** Tells the source's connector, and returns when it has taken it and that is durable. */
  void snapshot(Identity who, String name, TableSnapshot what, String reason) {
    String filter = what.filter().orElse("");
    requireNames(what);
    if (filter.length() > LONGEST_FILTER) {
      throw new Refusal(
          Kind.INVALID,
          "condition: expected at most "
              + LONGEST_FILTER
              + " characters but found "
              + filter.length(),
          null);
    }
    ManagedPipeline pipeline = roster.named(name);
    if (pipeline.running().isEmpty()) {
      throw new Refusal(
          Kind.CONFLICT,
          "pipeline " + name + " does not run, and it is its source that reads tables anew",
          "Start it first.");
    }
    String id = UUID.randomUUID().toString();
    Map<String, Object> after = new LinkedHashMap<>(Map.of("signal", id));
    after.put("tables", what.tables());
    if (!what.dataCollections().isEmpty()) {
      after.put("data_collections", what.dataCollections());
    }
    if (!filter.isEmpty()) {
      after.put("condition", filter);
    }
    AuditedChange change =
        new AuditedChange(
            who.name(),
            AuditAction.PIPELINE_SNAPSHOT,
            name,
            "",
            CanonicalJson.write(after),
            reason);
    Refusals.orRefused(
        () -> {
          change.in(
              state.audit(),
              () ->
                  SourceSignals.ask(name, id, "execute-snapshot", data(what))
                      .ifPresent(
                          why -> {
                            throw new Refusal(Kind.INVALID, why, null);
                          }));
          return id;
        });
  }

  /** The signal's. */
  static String data(TableSnapshot what) {
    Map<String, Object> data =
        new LinkedHashMap<>(Map.of("data-collections", what.expressions(), "type", "incremental"));
    what.filter()
        .ifPresent(
            filter ->
                data.put(
                    "additional-conditions",
                    List.of(Map.of("data-collection", ".*", "filter", filter))));
    return CanonicalJson.write(data);
  }

  private static void requireNames(TableSnapshot what) {
    List<String> said =
        Stream.concat(what.tables().stream(), what.dataCollections().stream()).toList();
    if (said.isEmpty()) {
      throw new Refusal(Kind.INVALID, "tables: expected at least one, as schema.table", null);
    }
    if (said.size() > Operations.MOST_TABLES
        || said.stream().anyMatch(table -> table.length() > LONGEST_TABLE)) {
      throw new Refusal(
          Kind.INVALID,
          "tables: expected at most "
              + Operations.MOST_TABLES
              + ", each with at most "
              + LONGEST_TABLE
              + " characters",
          null);
    }
    what.dataCollections().forEach(Snapshots::requireExpression);
  }

  private static void requireExpression(String said) {
    try {
      var unused = Pattern.compile(said);
    } catch (PatternSyntaxException wrong) {
      throw new Refusal(
          Kind.INVALID,
          "data_collections: expected a regular expression for schema.table but found '"
              + said
              + "': "
              + wrong.getDescription(),
          "A name whose letters mean something in an expression is said under tables.",
          wrong);
    }
  }
}
