package io.sluice.cli.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.compare.Pause;
import io.sluice.cli.compare.TableOutcome;
import io.sluice.cli.compare.TableProgress;
import io.sluice.cli.compare.form.ComparedTable;
import io.sluice.state.StateDatabase;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a reconciliation came, in the state database: what was interrupted goes on from there. It
 * has keys of rows, and is gone once a reconciliation has come to its end. Used by one thread.
 */
final class Ledger {
  private static final long WRITTEN_EVERY_NANOS = 1_000_000_000L;

  /** Invariant 10: counts the forms of what is stored; another form is not read, but begun anew. */
  private static final int FORM = 1;

  private final ObjectMapper json = JsonMapper.builder().build();
  private final @Nullable StateDatabase state;
  private final String pipeline;
  private final Pause pause;
  private long written;

  /**
   * What tables are compared in.
   *
   * @param sink the sink's name
   * @param databases addresses of source and copy
   */
  record Place(String sink, List<String> databases) {}

  private Ledger(@Nullable StateDatabase state, String pipeline, Pause pause) {
    this.state = state;
    this.pipeline = pipeline;
    this.pause = pause;
    written = pause.nanos() - WRITTEN_EVERY_NANOS;
    if (state != null) {
      state.install(tables(state.dialect()));
    }
  }

  private static Schema tables(Storage.Dialect dialect) {
    String script = "io/sluice/cli/reconcile/reconcile-%s-1.sql";
    return new Schema(
        "reconcile",
        List.of(String.format(Locale.ROOT, script, dialect.name().toLowerCase(Locale.ROOT))),
        Ledger.class.getClassLoader());
  }

  /**
   * A new one, in place of one that is there.
   *
   * @param state null where nothing ever ran: there is little to compare, and nothing is kept
   */
  static Ledger begun(@Nullable StateDatabase state, String pipeline, Pause pause) {
    Ledger ledger = new Ledger(state, pipeline, pause);
    ledger.end();
    return ledger;
  }

  /** The one that an interrupted reconciliation left; empty if there is none. */
  static Optional<Ledger> left(@Nullable StateDatabase state, String pipeline, Pause pause) {
    Ledger ledger = new Ledger(state, pipeline, pause);
    boolean any =
        state != null
            && state.read(
                connection -> {
                  try (PreparedStatement select =
                      connection.prepareStatement(
                          "select 1 from reconcile_table where pipeline = ? limit 1")) {
                    select.setString(1, pipeline);
                    try (ResultSet row = select.executeQuery()) {
                      return row.next();
                    }
                  }
                });
    return any ? Optional.of(ledger) : Optional.empty();
  }

  /** What was found of a table that was finished. */
  Optional<TableOutcome> outcome(Place place, ComparedTable table) {
    return stored(place, table, "outcome", TableOutcome.class);
  }

  /** How far an unfinished one came. */
  Optional<TableProgress> progress(Place place, ComparedTable table) {
    return stored(place, table, "progress", TableProgress.class);
  }

  private <T> Optional<T> stored(Place place, ComparedTable table, String column, Class<T> type) {
    if (state == null) {
      return Optional.empty();
    }
    Optional<String> text =
        state.read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      "select "
                          + column
                          + " from reconcile_table where pipeline = ? and sink = ?"
                          + " and source_table = ? and shape = ?")) {
                set(select, 0, place, table);
                try (ResultSet row = select.executeQuery()) {
                  return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
                }
              }
            });
    try {
      return text.isPresent() ? Optional.of(json.readValue(text.get(), type)) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is stored of " + table.name() + " has no form", e);
    }
  }

  private void set(PreparedStatement statement, int before, Place place, ComparedTable table)
      throws SQLException {
    statement.setString(before + 1, pipeline);
    statement.setString(before + 2, place.sink());
    statement.setString(before + 3, table.name());
    statement.setString(before + 4, shape(place, table));
  }

  /** Of what was compared with what, and of the form in which it is stored. */
  static String shape(Place place, ComparedTable table) {
    try {
      byte[] text = (FORM + " " + place + " " + table).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Notes how far a table came; seen by others within a second or so. */
  void reached(Place place, ComparedTable table, TableProgress progress) {
    if (pause.nanos() - written >= WRITTEN_EVERY_NANOS) {
      write(place, table, null, progress, Durability.WITH_NEXT);
    }
  }

  /** Notes what was found of a table. */
  void finished(Place place, ComparedTable table, TableOutcome outcome) {
    write(place, table, outcome, null, Durability.NOW);
  }

  private void write(
      Place place,
      ComparedTable table,
      @Nullable TableOutcome outcome,
      @Nullable TableProgress progress,
      Durability durability) {
    if (state == null) {
      return;
    }
    state.write(
        durability,
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into reconcile_table"
                      + " (outcome, progress, pipeline, sink, source_table, shape)"
                      + " values (?, ?, ?, ?, ?, ?)"
                      + " on conflict (pipeline, sink, source_table) do update set"
                      + " outcome = excluded.outcome, progress = excluded.progress,"
                      + " shape = excluded.shape")) {
            insert.setString(1, text(outcome));
            insert.setString(2, text(progress));
            set(insert, 2, place, table);
            return insert.executeUpdate();
          }
        });
    written = pause.nanos();
  }

  private @Nullable String text(@Nullable Object value) {
    try {
      return value == null ? null : json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record that has no text", e);
    }
  }

  /** Forgets: everything was compared. */
  void end() {
    if (state == null) {
      return;
    }
    state.write(
        Durability.NOW,
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("delete from reconcile_table where pipeline = ?")) {
            delete.setString(1, pipeline);
            return delete.executeUpdate();
          }
        });
  }
}
