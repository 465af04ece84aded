package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.state.checkpoint.Checkpoints;
import io.sluice.state.checkpoint.EpochRecord;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StateDatabaseTest {
  private static final int NORMAL = 1;
  private static final int FULL = 2;

  @TempDir Path temp;
  private final FixedClock clock = new FixedClock();

  private static EpochRecord epoch(long number) {
    return new EpochRecord(number, Map.of("p", "" + number), Map.of(), 1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_killed_process_leaves_no_unpacked_library() throws Exception {
    StateDatabase.open(temp.resolve(".sluice"), clock).close();

    try (Stream<String> loaded =
        Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
      assertThat(loaded.filter(line -> line.contains("sqlitejdbc")))
          .isNotEmpty()
          .allSatisfy(
              line -> assertThat(Path.of(line.substring(line.indexOf('/')))).doesNotExist());
    }
  }

  @Test
  void a_new_state_folder_is_private_and_stays_out_of_a_repository() throws Exception {
    Path folder = temp.resolve("project/.sluice");

    StateDatabase.open(folder, clock).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(folder.resolve(".gitignore")).hasContent("*");
    assertThat(StateDatabase.existsIn(folder)).isTrue();
    assertThat(StateDatabase.existsIn(temp)).isFalse();
  }

  @Test
  void several_open_a_new_database_at_the_same_moment() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<StateDatabase>> opens = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        opens.add(() -> StateDatabase.open(temp, clock));
      }
      for (Future<StateDatabase> opened : threads.invokeAll(opens, 50, TimeUnit.SECONDS)) {
        try (StateDatabase database = opened.get()) {
          assertThat(database.checkpoints().pipelines()).isEmpty();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void many_threads_and_two_databases_on_one_file_write_and_read_at_once() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (StateDatabase one = StateDatabase.open(temp, clock);
        StateDatabase two = StateDatabase.open(temp, clock)) {
      List<Callable<Long>> work = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        String pipeline = "p" + t;
        Checkpoints mine = (t % 2 == 0 ? one : two).checkpoints();
        Checkpoints other = (t % 2 == 0 ? two : one).checkpoints();
        work.add(
            () -> {
              for (int e = 1; e <= 50; e++) {
                mine.prepare(pipeline, epoch(e));
                mine.commit(pipeline, e);
                assertThat(other.sourceOffsetsAt(pipeline, e)).containsEntry("p", "" + e);
              }
              return other.lastCommitted(pipeline).orElseThrow().epoch();
            });
      }
      for (Future<Long> last : threads.invokeAll(work, 50, TimeUnit.SECONDS)) {
        assertThat(last.get()).isEqualTo(50);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_full_disk_is_told_apart_loses_nothing_and_heals() {
    try (StateDatabase database = StateDatabase.open(temp, clock)) {
      database.checkpoints().prepare("shop", epoch(1));
      limitPages(database, 1);

      StateException full =
          catchThrowableOfType(
              StateException.class,
              () ->
                  database
                      .deadLetters()
                      .add(
                          List.of(
                              new DeadLetter(
                                  "shop",
                                  DeadLetter.Stage.SINK,
                                  "",
                                  "E",
                                  "m",
                                  null,
                                  null,
                                  null,
                                  null,
                                  null,
                                  "v1",
                                  new byte[1 << 20]))));

      assertThat(full.kind()).isEqualTo(Kind.DISK_FULL);
      assertThat(full.isTransient()).isTrue();
      assertThat(full).hasMessageContaining("state.db").hasMessageContaining("free space");
      assertThat(database.checkpoints().sourceOffsetsAt("shop", 1)).containsEntry("p", "1");
      // A write opens a new connection, which has no limit: the disk has space again.
      database.checkpoints().prepare("shop", epoch(2));
      assertThat(database.checkpoints().sourceOffsetsAt("shop", 2)).containsEntry("p", "2");
      assertThat(database.deadLetters().count(DeadLetters.Filter.allOpen())).isZero();
    }
  }

  @Test
  void a_failed_piece_of_work_leaves_nothing_behind() {
    try (StateDatabase database = StateDatabase.open(temp, clock)) {
      assertThatThrownBy(
              () ->
                  database.write(
                      Durability.NOW,
                      connection -> {
                        Sql.update(
                            connection,
                            "insert into epoch (pipeline, epoch, layout, records, prepared_at,"
                                + " is_reset) values ('shop', 1, '', 0, 0, 0)");
                        throw new IllegalStateException("planned");
                      }))
          .hasMessage("planned");

      assertThat(database.checkpoints().pipelines()).isEmpty();
      database.checkpoints().prepare("shop", epoch(1));
    }
  }

  @Test
  void only_what_may_wait_for_the_next_write_is_not_synchronised() {
    try (StateDatabase database = StateDatabase.open(temp, clock)) {
      assertThat(synchronous(database, Durability.NOW)).isEqualTo(FULL);
      assertThat(synchronous(database, Durability.WITH_NEXT)).isEqualTo(NORMAL);
      assertThat(synchronous(database, Durability.NOW)).isEqualTo(FULL);
      assertThatThrownBy(
          () ->
              database.write(
                  Durability.WITH_NEXT,
                  connection -> {
                    throw new SQLException("a write that breaks off");
                  }));
      assertThat(synchronous(database, Durability.NOW)).isEqualTo(FULL);
    }
  }

  @Test
  void a_database_of_a_newer_version_is_refused_with_what_to_do() throws Exception {
    StateDatabase.open(temp, clock).close();
    sql("pragma user_version = 99");

    assertRefused(Kind.NEWER, "version 99", "newer Sluice");
  }

  @Test
  void a_database_of_another_program_is_refused_and_left_alone() throws Exception {
    sql("create table theirs (a)");

    assertRefused(Kind.CORRUPT, "another program", "state folder");
    sql("insert into theirs values (1)");
  }

  @Test
  void a_file_that_is_no_database_is_refused() throws Exception {
    Files.writeString(temp.resolve("state.db"), "this is certainly no database".repeat(100));

    assertRefused(Kind.CORRUPT, "state.db", "backup");
  }

  @Test
  void a_damaged_database_is_told_as_damaged() throws Exception {
    try (StateDatabase database = StateDatabase.open(temp, clock)) {
      for (int e = 1; e <= 20; e++) {
        database.checkpoints().prepare("shop", epoch(e));
      }
    }
    try (RandomAccessFile file = new RandomAccessFile(temp.resolve("state.db").toFile(), "rw")) {
      for (long page = 4096; page < file.length(); page += 4096) {
        file.seek(page);
        file.write(new byte[4096]);
      }
    }

    assertThatThrownBy(
            () -> {
              try (StateDatabase database = StateDatabase.open(temp, clock)) {
                database.checkpoints().epochs("shop");
              }
            })
        .isInstanceOfSatisfying(
            StateException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageContaining("backup");
  }

  @Test
  void a_folder_that_cannot_be_made_is_told() throws Exception {
    Files.writeString(temp.resolve("file"), "");

    assertThatThrownBy(() -> StateDatabase.open(temp.resolve("file/.sluice"), clock))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("state folder cannot be made");
  }

  @Test
  void a_place_that_cannot_be_written_is_told() throws Exception {
    Files.createDirectory(temp.resolve("state.db"));

    assertRefused(Kind.READ_ONLY, "state.db", "writable");
  }

  @Test
  void a_closed_database_says_so() {
    StateDatabase database = StateDatabase.open(temp, clock);
    database.close();

    assertThatThrownBy(() -> database.checkpoints().pipelines())
        .isInstanceOf(StateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> database.checkpoints().prepare("shop", epoch(1)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void another_module_brings_its_tables_up_to_date_step_by_step() {
    ClassLoader loader = StateDatabaseTest.class.getClassLoader();
    Schema first = new Schema("lineage", List.of("schema/lineage-1.sql"), loader);
    Schema second =
        new Schema("lineage", List.of("schema/lineage-1.sql", "schema/lineage-2.sql"), loader);
    try (StateDatabase database = StateDatabase.open(temp, clock)) {
      database.install(first);
      database.install(first);
      database.install(second);

      String kept =
          database.read(
              connection -> {
                try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery("select name || added from lineage_edge")) {
                  return row.getString(1);
                }
              });
      assertThat(kept).isEqualTo("first yes");
      assertThatThrownBy(() -> database.install(first))
          .isInstanceOfSatisfying(
              StateException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NEWER))
          .hasMessageContaining("lineage");
    }
  }

  private void assertRefused(Kind kind, String... expected) {
    assertThatThrownBy(() -> StateDatabase.open(temp, clock))
        .isInstanceOfSatisfying(StateException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContainingAll(expected);
  }

  /** What SQLite says of the connection that writes, as a number of its own. */
  private static int synchronous(StateDatabase database, Durability durability) {
    return database.write(
        durability,
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("pragma synchronous")) {
            return row.getInt(1);
          }
        });
  }

  private static void limitPages(StateDatabase database, int pages) {
    database.write(
        Durability.WITH_NEXT,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute("pragma max_page_count = " + pages);
          }
        });
  }

  private void sql(String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + temp.resolve("state.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
