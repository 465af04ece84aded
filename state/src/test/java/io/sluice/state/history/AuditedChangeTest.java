package io.sluice.state.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.state.FixedClock;
import io.sluice.state.file.SqliteStorage;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is outside the state, with a log that takes as many entries as a test lets it. */
class AuditedChangeTest {
  private static final AuditedChange MOVE =
      new AuditedChange(
          "ada", AuditAction.OFFSETS_RESET, "shop", "{\"at\":1}", "{\"at\":2}", "why");
  private static final AuditedWork REPLAY =
      new AuditedWork("ada", AuditAction.DEAD_LETTERS_REPLAY, "shop", "{\"letters\":3}", "why");

  @TempDir private Path folder;
  private Bounded storage;
  private Audit audit;
  private final AtomicInteger done = new AtomicInteger();

  @BeforeEach
  void open() {
    storage = new Bounded(SqliteStorage.open(folder));
    audit = new Audit(storage, new FixedClock());
  }

  @AfterEach
  void close() {
    storage.close();
  }

  /** Takes as many writes as it is told. */
  private static final class Bounded implements Storage {
    private final Storage storage;
    private int left = Integer.MAX_VALUE;

    Bounded(Storage storage) {
      this.storage = storage;
    }

    @Override
    public Dialect dialect() {
      return storage.dialect();
    }

    @Override
    public void install(Schema schema) {
      storage.install(schema);
    }

    @Override
    public <T> T write(Durability durability, SqlWork<T> work) {
      if (left-- <= 0) {
        throw new StateException(StateException.Kind.UNREACHABLE, "planned");
      }
      return storage.write(durability, work);
    }

    @Override
    public <T> T read(SqlWork<T> work) {
      return storage.read(work);
    }

    @Override
    public void probe() {
      storage.probe();
    }

    @Override
    public void close() {
      storage.close();
    }
  }

  private List<Tuple> entries() {
    return audit.list("", 10).stream()
        .map(entry -> tuple(entry.action(), entry.before(), entry.after()))
        .toList();
  }

  @Test
  void what_cannot_be_noted_is_not_done_and_says_so() {
    storage.left = 0;

    assertThatThrownBy(() -> MOVE.in(audit, done::incrementAndGet))
        .isInstanceOf(UnnotedException.class)
        .hasMessageContaining("not done")
        .hasMessageContaining("planned");
    assertThatThrownBy(() -> REPLAY.in(audit, done::incrementAndGet, () -> "{}"))
        .isInstanceOf(UnnotedException.class);

    assertThat(done).hasValue(0);
    assertThat(entries()).isEmpty();
  }

  @Test
  void it_is_noted_before_it_is_done() {
    MOVE.in(
        audit,
        () ->
            assertThat(entries())
                .containsExactly(tuple("offsets.reset", "{\"at\":1}", "{\"at\":2}")));

    assertThat(entries()).hasSize(1);
  }

  @Test
  void what_fails_is_noted_again_with_how_it_is_left() {
    assertThatThrownBy(() -> MOVE.in(audit, this::fail)).hasMessage("broken");
    assertThat(entries().get(0))
        .isEqualTo(tuple("offsets.reset.failed", "{\"at\":2}", "{\"at\":1}"));

    assertThatThrownBy(() -> MOVE.in(audit, this::fail, () -> "")).hasMessage("broken");
    assertThat(entries().get(0)).isEqualTo(tuple("offsets.reset.failed", "{\"at\":2}", ""));
  }

  private void fail() throws IOException {
    throw new IOException("broken");
  }

  @Test
  void why_it_failed_is_told_though_that_cannot_be_noted() {
    storage.left = 1;

    assertThatThrownBy(() -> MOVE.in(audit, this::fail))
        .hasMessage("broken")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
  }

  @Test
  void work_has_an_entry_when_it_begins_and_one_of_what_became_of_it() {
    REPLAY.in(audit, done::incrementAndGet, () -> "{\"replayed\":" + done + "}");

    assertThat(entries())
        .containsExactly(
            tuple("dead_letters.replay", "{\"letters\":3}", "{\"replayed\":1}"),
            tuple("dead_letters.replay", "{\"letters\":3}", "{\"begun\":true}"));
  }

  @Test
  void work_that_breaks_off_is_noted_with_what_is_done() {
    assertThatThrownBy(
            () ->
                REPLAY.in(
                    audit,
                    () -> {
                      done.incrementAndGet();
                      fail();
                    },
                    () -> "{\"replayed\":" + done + "}"))
        .hasMessage("broken");

    assertThat(entries())
        .containsExactly(
            tuple("dead_letters.replay.failed", "{\"letters\":3}", "{\"replayed\":1}"),
            tuple("dead_letters.replay", "{\"letters\":3}", "{\"begun\":true}"));
  }

  @Test
  void work_that_is_done_has_not_failed_though_its_end_cannot_be_noted() {
    storage.left = 1;

    REPLAY.in(audit, done::incrementAndGet, () -> "{}");

    assertThat(done).hasValue(1);
    assertThat(entries()).hasSize(1);
  }
}
