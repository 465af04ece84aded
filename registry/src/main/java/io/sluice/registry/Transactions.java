package io.sluice.registry;

import io.sluice.registry.model.Actor;
import io.sluice.registry.model.RegistryChange;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.ChangeRows;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Storage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The registry's transactions: any number that read, one that writes. Thread-safe. */
final class Transactions {
  private final Storage storage;
  private final KnownSchemas known;
  private final Clock clock;

  Transactions(Storage storage, KnownSchemas known, Clock clock) {
    this.storage = storage;
    this.known = known;
    this.clock = clock;
  }

  interface Reading<T> {
    T in(View view) throws SQLException;
  }

  interface Writing<T> {
    T in(View view, Change change) throws SQLException;
  }

  interface Looking<T> {
    T at(ChangeRows changes) throws SQLException;
  }

  <T> T read(Reading<T> work) {
    return storage.read(
        connection -> {
          long removals = new ChangeRows(connection).removals();
          return work.in(new View(connection, known.at(removals), /* writes= */ false));
        });
  }

  /** On return it is on the disk. */
  <T> T write(Writing<T> work) {
    return storage.write(
        Durability.NOW,
        connection -> {
          ChangeRows changes = new ChangeRows(connection);
          ChangeRows.Numbers numbers = changes.begin();
          View view = new View(connection, known.before(numbers.removals()), /* writes= */ true);
          return work.in(view, new Change(changes, numbers.change(), clock.instant()));
        });
  }

  <T> T look(Looking<T> work) {
    return storage.read((Connection connection) -> work.at(new ChangeRows(connection)));
  }

  /** What a writing transaction leaves in the list of changes: one entry. */
  static final class Change {
    private final ChangeRows rows;
    private final long number;
    private final Instant at;

    private Change(ChangeRows rows, long number, Instant at) {
      this.rows = rows;
      this.number = number;
      this.at = at;
    }

    Instant at() {
      return at;
    }

    /** That something which could be found before may be gone. */
    void removes() throws SQLException {
      rows.countRemoval();
    }

    void isAbout(
        Actor actor,
        String action,
        SubjectName subject,
        int version,
        int id,
        @Nullable String before,
        @Nullable String after)
        throws SQLException {
      rows.insert(
          new RegistryChange(number, at, actor, action, subject, version, id, before, after));
    }
  }
}
