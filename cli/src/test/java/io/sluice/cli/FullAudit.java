package io.sluice.cli;

import io.sluice.state.StateDatabase;
import io.sluice.state.storage.Durability;
import java.sql.Statement;

/** An audit log in a file that takes no more entries, while all else of the state is written. */
public final class FullAudit {
  private FullAudit() {}

  /** Takes so many more entries, and no other. */
  public static void after(int entries, StateDatabase state) {
    execute(
        state,
        "create trigger audit_is_full before insert on audit when (select count(*) from audit) >= "
            + (state.audit().list("", 1_000).size() + entries)
            + " begin select raise(abort, 'the log is full'); end");
  }

  /** Takes entries again. */
  public static void end(StateDatabase state) {
    execute(state, "drop trigger audit_is_full");
  }

  private static void execute(StateDatabase state, String sql) {
    state.write(
        Durability.NOW,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }
}
