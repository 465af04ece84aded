package io.sluice.state.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite goes on with a file that is gone; who asks is told. */
class OpenedFileTest {
  @TempDir Path folder;
  private Path file;
  private SqliteFile database;

  @BeforeEach
  void open() {
    file = folder.resolve("state.db");
    database = new SqliteFile(file);
    write("create table kept(id integer primary key, text text)");
    write("insert into kept(text) values ('a')");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void write(String sql) {
    database.write(
        Durability.NOW,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  @Test
  void a_file_in_its_place_is_well_also_when_its_connections_come_and_go() {
    database.probe();
    assertThatThrownBy(() -> write("insert into none values (1)")); // Its connection is closed.
    write("insert into kept(text) values ('b')");

    assertThatNoException().isThrownBy(database::probe);
  }

  @Test
  void one_whose_log_was_deleted_is_lost() throws IOException {
    database.probe();

    Files.delete(folder.resolve("state.db-wal"));

    isLost("state.db-wal: was deleted or replaced");
  }

  @Test
  void one_that_was_deleted_or_replaced_is_lost() throws IOException {
    Path copy = Files.copy(file, folder.resolve("copy"));

    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    isLost("state.db: was deleted or replaced");

    Files.delete(file);
    isLost("state.db: was deleted or replaced");
  }

  @Test
  void nothing_is_written_into_one_that_is_gone_until_it_is_back() throws IOException {
    Path away = Files.move(file, folder.resolve("away.db"));

    assertThatThrownBy(() -> write("insert into kept(text) values ('b')"))
        .isInstanceOfSatisfying(
            StateException.class, e -> assertThat(e.kind()).isEqualTo(StateException.Kind.CORRUPT))
        .hasMessageContaining("was deleted or replaced");

    Files.move(away, file);
    write("insert into kept(text) values ('c')");
    database.probe();
  }

  @Test
  void one_with_a_table_that_cannot_be_read_is_damaged() throws IOException {
    write("insert into kept(text) values ('" + "x".repeat(100_000) + "')");
    database.close();
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 4096; i < 8192; i++) { // The table's first page, which is the second of all.
      bytes[i] = 0x5a;
    }
    Files.write(file, bytes);
    database = new SqliteFile(file);

    isLost("the state database cannot be read");
  }

  private void isLost(String message) {
    assertThatThrownBy(() -> database.probe())
        .isInstanceOfSatisfying(
            StateException.class, e -> assertThat(e.kind()).isEqualTo(StateException.Kind.CORRUPT))
        .hasMessageContaining(message);
  }
}
