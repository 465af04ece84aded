package io.sluice.state;

import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;

/** On what a state is: what holds for one holds for the other. */
public enum Where {
  FOLDER,
  POSTGRES;

  /** An empty state, which may be opened again, also several times at once. */
  public Place in(Path folder) {
    return this == FOLDER ? new InFolder(folder) : new OnPostgres();
  }

  /** Where one state is; close it to remove what is not in the folder. */
  public interface Place extends AutoCloseable {
    StateDatabase open(Clock clock);

    @Override
    void close();
  }

  private record InFolder(Path folder) implements Place {
    @Override
    public StateDatabase open(Clock clock) {
      return StateDatabase.open(folder, clock);
    }

    @Override
    public void close() {}
  }

  private static final class OnPostgres implements Place {
    private final PostgresDatabase database = PostgresServer.shared().newDatabase();

    @Override
    public StateDatabase open(Clock clock) {
      return StateDatabase.open(
          new PostgresAddress(database.jdbcUrl(), null, null), LeaseTerms.STANDARD, clock);
    }

    @Override
    public void close() {
      database.close();
    }
  }
}
