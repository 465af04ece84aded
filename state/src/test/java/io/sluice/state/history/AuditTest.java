package io.sluice.state.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.state.FixedClock;
import io.sluice.state.StateDatabase;
import io.sluice.state.file.Durability;
import io.sluice.state.file.StateException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
  @TempDir Path folder;
  private StateDatabase database;

  @BeforeEach
  void open() {
    database = StateDatabase.open(folder, new FixedClock());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void entries_are_listed_newest_first_of_one_pipeline_or_of_all() {
    Audit audit = database.audit();
    audit.add("ada", "offsets.reset", "shop", "{}", "{}", "because");
    audit.add("bert", "dead_letters.purge", "other", "", "", "");

    assertThat(audit.list("", 10)).extracting(Audit.Entry::who).containsExactly("bert", "ada");
    assertThat(audit.list("shop", 10)).extracting(Audit.Entry::reason).containsExactly("because");
  }

  @Test
  void the_database_refuses_to_change_or_delete_an_entry() {
    database.audit().add("ada", "offsets.reset", "shop", "", "", "");

    for (String sql : new String[] {"update audit set who = 'eve'", "delete from audit"}) {
      assertThatThrownBy(() -> execute(sql)).isInstanceOf(StateException.class);
    }
    assertThat(database.audit().list("", 10)).extracting(Audit.Entry::who).containsExactly("ada");
  }

  private void execute(String sql) {
    database.write(
        Durability.NOW,
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }
}
