package io.sluice.cli.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.compare.Difference;
import io.sluice.cli.compare.Pause;
import io.sluice.cli.compare.TableComparison;
import io.sluice.cli.compare.TableOutcome;
import io.sluice.cli.compare.dialect.Dialect;
import io.sluice.cli.compare.form.ComparedColumn;
import io.sluice.cli.compare.form.ComparedTable;
import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.side.Key;
import io.sluice.cli.live.LiveClient;
import io.sluice.project.query.RowDeletion;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Makes rows that differ equal: rows that the source does not have, or that are there twice, are
 * deleted in the target; rows that are missing or different are read again at the source by the
 * running pipeline, so that they come in their order among the changes. What was repaired is looked
 * at again, since rows go on changing meanwhile. Used by one thread.
 */
final class Repair {
  private static final int KEYS_A_SIGNAL = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(300);
  private static final Duration SAID_EVERY = Duration.ofSeconds(5);

  private static final Set<Difference.Kind> TO_DELETE =
      EnumSet.of(Difference.Kind.EXTRA, Difference.Kind.DUPLICATE);

  private static final Set<Difference.Kind> TO_READ =
      EnumSet.complementOf(EnumSet.of(Difference.Kind.EXTRA));

  private final ComparedTable table;
  private final TableComparison comparison;
  private final Dialect sourceDialect;
  private final Dialect targetDialect;
  private final LiveClient live;
  private final Pause pause;
  private final Question question;
  private final Consumer<String> notes;

  /** Asks somebody who may say no. */
  interface Question {
    boolean confirmed(String text) throws IOException;
  }

  Repair(
      ComparedTable table,
      TableComparison comparison,
      Dialect sourceDialect,
      Dialect targetDialect,
      LiveClient live,
      Pause pause,
      Question question,
      Consumer<String> notes) {
    this.table = table;
    this.comparison = comparison;
    this.sourceDialect = sourceDialect;
    this.targetDialect = targetDialect;
    this.live = live;
    this.pause = pause;
    this.question = question;
    this.notes = notes;
  }

  /**
   * Repairs what was found.
   *
   * @return the same outcome with the differences that are left
   */
  TableOutcome run(String sink, TableOutcome found)
      throws SQLException, IOException, InterruptedException {
    List<Key> extra = keys(found, TO_DELETE);
    Set<Key> toRead = new LinkedHashSet<>(keys(found, TO_READ));
    if (!extra.isEmpty()
        && table.present().isEmpty()
        && question.confirmed(
            "Delete the rows of "
                + extra.size()
                + " keys from "
                + table.target()
                + ", which the source does not have, or has once only?")) {
      toRead.addAll(delete(sink, extra));
    }
    List<Key> again = List.copyOf(toRead);
    long refused = refused(sink);
    for (int i = 0; i < again.size(); i += KEYS_A_SIGNAL) {
      readAgain(again.subList(i, Math.min(again.size(), i + KEYS_A_SIGNAL)));
    }
    TableOutcome left = await(found, sink, refused);
    return new TableOutcome(
        found.sourceRows(),
        found.targetRows(),
        left.differences(),
        undecided(found, left),
        found.complete(),
        left.atPosition());
  }

  private static List<Key> keys(TableOutcome found, Set<Difference.Kind> kinds) {
    return found.differences().stream()
        .filter(difference -> kinds.contains(difference.kind()))
        .map(Difference::key)
        .toList();
  }

  private static List<Key> undecided(TableOutcome found, TableOutcome left) {
    List<Key> undecided = new ArrayList<>(found.undecided());
    undecided.addAll(left.undecided());
    return undecided;
  }

  /**
   * Deletes those that are still too many: somebody thought about the question meanwhile, and the
   * source may have got rows of these keys.
   *
   * @return deleted rows that the source got in the last moment before, and that are to be read
   */
  private List<Key> delete(String sink, List<Key> keys) throws SQLException, InterruptedException {
    List<String> columns = table.key().stream().map(ComparedColumn::targetName).toList();
    List<RowDeletion.Kind> kinds = table.key().stream().map(Repair::kind).toList();
    List<Key> missed = new ArrayList<>();
    for (int i = 0; i < keys.size(); i += KEYS_A_SIGNAL) {
      List<Key> some = keys.subList(i, Math.min(keys.size(), i + KEYS_A_SIGNAL));
      List<Key> still = keys(comparison.again(some), TO_DELETE);
      if (!still.isEmpty()) {
        List<List<String>> values = still.stream().map(this::searched).toList();
        live.delete(sink, new RowDeletion(table.target(), columns, kinds, values));
        // No lock spans both databases: a row may have come to both since it was looked at.
        missed.addAll(keys(comparison.again(still), TO_READ));
      }
    }
    return missed;
  }

  private List<String> searched(Key key) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < key.texts().size(); i++) {
      ComparedColumn column = table.key().get(i);
      values.add(
          switch (kind(column)) {
            case TEXT, WORDS ->
                targetDialect.searched(column.form(), column.target(), key.texts().get(i));
            case NUMBER, BYTES -> key.texts().get(i);
          });
    }
    return values;
  }

  private static RowDeletion.Kind kind(ComparedColumn column) {
    if (column.form().kind() == Form.Kind.HEX) {
      return RowDeletion.Kind.BYTES;
    }
    return switch (column.target().family()) {
      case WHOLE, DECIMAL -> RowDeletion.Kind.NUMBER;
      case TEXT, PADDED -> RowDeletion.Kind.WORDS;
      default -> RowDeletion.Kind.TEXT;
    };
  }

  /** Debezium's signal, with a condition that the rows' keys meet. */
  private void readAgain(List<Key> keys) {
    String collection = Pattern.quote(table.name());
    live.signal(
        UUID.randomUUID().toString(),
        "execute-snapshot",
        Map.of(
            "data-collections",
            List.of(collection),
            "type",
            "incremental",
            "additional-conditions",
            List.of(
                Map.of(
                    "data-collection",
                    collection,
                    "filter",
                    TableComparison.condition(table, sourceDialect, keys)))));
  }

  /** How many records the sink has refused in this run. */
  private long refused(String sink) {
    for (JsonNode each : live.status().path("sinks")) {
      if (each.path("name").asText().equals(sink)) {
        return each.path("dead_lettered").asLong();
      }
    }
    return 0;
  }

  /**
   * Until the copy is right, or it takes too long, or no more can come: rows that are too many are
   * not read again, and those that the sink refuses never come.
   *
   * @param refusedBefore how many records the sink had refused before it was handed these
   */
  private TableOutcome await(TableOutcome found, String sink, long refusedBefore)
      throws SQLException, InterruptedException {
    long start = pause.nanos();
    long said = start;
    int lastAwaited = -1;
    while (true) {
      TableOutcome left =
          comparison.again(found.differences().stream().map(Difference::key).toList());
      long now = pause.nanos();
      int awaited = keys(left, TO_READ).size();
      if (left.equal() || now - start > PATIENCE.toNanos()) {
        return left;
      }
      // As many at two looks: what was handed over together with them is there.
      if (left.undecided().isEmpty() && awaited == lastAwaited) {
        if (awaited > 0 && refused(sink) - refusedBefore >= awaited) {
          notes.accept(
              sink
                  + ", "
                  + table.name()
                  + ": of the rows that were read again "
                  + awaited
                  + " did not come, and the sink has refused as many: sluice dlq ls");
          return left;
        }
        if (awaited == 0) {
          return left;
        }
      }
      lastAwaited = awaited;
      if (now - said > SAID_EVERY.toNanos()) {
        said = now;
        notes.accept(
            sink
                + ", "
                + table.name()
                + ": waits for "
                + (awaited + left.undecided().size())
                + " rows that are read again, "
                + PATIENCE.toSeconds()
                + " s at most");
      }
      pause.sleep(STEP);
    }
  }
}
