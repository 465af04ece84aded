package io.sluice.registry;

import io.sluice.schema.SchemaType;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.postgres.PostgresStorage;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.HandClock;
import io.sluice.testkit.PostgresDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** A database with a registry in it, which may be opened again, also several times at once. */
final class Place implements AutoCloseable {
  private final HandClock clock = new HandClock();
  private final Supplier<Storage> opening;
  private Storage storage;
  private Registry registry;

  private Place(Supplier<Storage> opening) {
    this.opening = opening;
    this.storage = opening.get();
    this.registry = on(storage);
  }

  static Place sqlite(Path folder) {
    HandClock clock = new HandClock();
    return new Place(() -> StateDatabase.open(folder, clock));
  }

  static Place postgres(PostgresDatabase database) {
    return postgres(database.jdbcUrl());
  }

  static Place postgres(String url) {
    return new Place(() -> PostgresStorage.open(new PostgresAddress(url, null, null)));
  }

  Registry registry() {
    return registry;
  }

  HandClock clock() {
    return clock;
  }

  Storage storage() {
    return storage;
  }

  /** Another connection to the same database, which the caller closes. */
  Storage another() {
    return opening.get();
  }

  /** Ends the registry and starts one that knows only what is stored. */
  Registry reopen() {
    storage.close();
    storage = opening.get();
    registry = on(storage);
    return registry;
  }

  Registry on(Storage some) {
    return Registry.open(
        some,
        new SchemaFormats(
            List.of(new FieldsFormat(SchemaType.AVRO), new FieldsFormat(SchemaType.JSON))),
        clock);
  }

  @Override
  public void close() {
    storage.close();
  }
}
