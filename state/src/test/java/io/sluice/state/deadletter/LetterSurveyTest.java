package io.sluice.state.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.state.FixedClock;
import io.sluice.state.StateDatabase;
import io.sluice.state.Where;
import io.sluice.state.deadletter.DeadLetters.Extent;
import io.sluice.state.deadletter.DeadLetters.Filter;
import io.sluice.state.deadletter.DeadLetters.Sized;
import io.sluice.state.deadletter.DeadLetters.Status;
import io.sluice.state.deadletter.DeadLetters.Stored;
import io.sluice.state.deadletter.LetterSurvey.Intervals;
import io.sluice.state.deadletter.LetterSurvey.Kind;
import io.sluice.state.deadletter.LetterSurvey.Tally;
import io.sluice.state.history.Audit;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.StateException;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Counting letters, copying them, and purging many. */
@ParameterizedClass
@EnumSource(Where.class)
class LetterSurveyTest {
  @TempDir Path folder;
  private final Where where;
  private Where.Place place;
  private final FixedClock clock = new FixedClock();
  private StateDatabase database;
  private DeadLetters letters;

  LetterSurveyTest(Where where) {
    this.where = where;
  }

  @BeforeEach
  void begin() {
    place = where.in(folder);
    database = place.open(clock);
    letters = database.deadLetters();
  }

  @AfterEach
  void end() {
    database.close();
    place.close();
  }

  private static DeadLetter letter(String pipeline, long offset, String message) {
    return new DeadLetter(
        pipeline,
        DeadLetter.Stage.SINK,
        "table",
        "DataException",
        message,
        "orders",
        0,
        offset,
        null,
        null,
        "v1",
        new byte[] {1, (byte) offset, (byte) (offset >> 8), (byte) (offset >> 16)});
  }

  private void add(String pipeline, int from, int to, String message) {
    letters.add(IntStream.range(from, to).mapToObj(i -> letter(pipeline, i, message)).toList());
  }

  private static Kind kind(String pipeline, String message) {
    return new Kind(
        pipeline, DeadLetter.Stage.SINK, "table", ErrorSignature.of("DataException", message));
  }

  private List<Stored> open(String pipeline) {
    return letters.list(Filter.open(pipeline), 0, 1_000);
  }

  @Test
  void kinds_tell_what_became_of_their_letters() {
    add("shop", 0, 5, "too long");
    clock.forward(1_000);
    add("shop", 5, 7, "no number");
    add("other", 0, 1, "not asked for");
    letters.markReplayed(List.of(open("shop").get(0).id()), "ada");
    letters.purge(Filter.open("shop").ofIds(Set.of(open("shop").get(0).id())), "ada", "a test");
    clock.forward(1_000);

    List<Tally> kinds = database.letterSurvey().kinds(List.of("shop"), false, 10);

    assertThat(kinds)
        .extracting(Tally::kind)
        .containsExactly(kind("shop", "no number"), kind("shop", "too long"));
    Tally tooLong = kinds.get(1);
    assertThat(List.of(tooLong.open(), tooLong.replayed(), tooLong.purged()))
        .containsExactly(3L, 1L, 1L);
    assertThat(tooLong.message()).isEqualTo("too long");
    assertThat(tooLong.topic()).isEqualTo("orders");
    assertThat(Duration.between(tooLong.firstSeen(), tooLong.lastSeen())).hasSeconds(1);
    assertThat(database.letterSurvey().kinds(List.of("shop", "other"), false, 1)).hasSize(1);
    assertThat(database.letterSurvey().kinds(List.of(), true, 10)).isEmpty();
  }

  @Test
  void a_kind_of_which_none_is_open_is_listed_only_for_who_asks() {
    add("shop", 0, 2, "too long");
    letters.markReplayed(open("shop").stream().map(Stored::id).toList(), "ada");

    assertThat(database.letterSurvey().kinds(List.of("shop"), false, 10)).isEmpty();
    assertThat(database.letterSurvey().kinds(List.of("shop"), true, 10))
        .singleElement()
        .satisfies(kind -> assertThat(kind.replayed()).isEqualTo(2));
  }

  @Test
  void arrivals_are_counted_by_interval_and_both_ends_are_kept() {
    Instant begin = clock.instant();
    add("shop", 0, 3, "too long");
    clock.forward(59_999);
    add("shop", 3, 4, "too long");
    clock.forward(1);
    add("shop", 4, 6, "too long");
    add("shop", 6, 7, "no number");
    clock.forward(60_000);
    add("shop", 7, 8, "too late");

    Map<Kind, List<Long>> arrivals =
        database
            .letterSurvey()
            .arrivals(List.of("shop"), new Intervals(begin, Duration.ofMinutes(1), 2));

    assertThat(arrivals)
        .containsOnly(
            Map.entry(kind("shop", "too long"), List.of(4L, 2L)),
            Map.entry(kind("shop", "no number"), List.of(0L, 1L)));
  }

  @Test
  void arrivals_of_more_kinds_than_anybody_draws_add_up_as_well() {
    Instant begin = clock.instant();
    for (int kind = 0; kind < 320; kind++) {
      add("shop", kind, kind + 1, "x".repeat(kind + 1));
    }
    add("other", 0, 2, "too long");

    Map<Kind, List<Long>> arrivals =
        database
            .letterSurvey()
            .arrivals(List.of("shop", "other"), new Intervals(begin, Duration.ofMinutes(1), 3));

    assertThat(arrivals).hasSize(321).containsEntry(kind("other", "too long"), List.of(2L, 0L, 0L));
    assertThat(arrivals.values().stream().mapToLong(counts -> counts.get(0)).sum()).isEqualTo(322);
  }

  @Test
  void open_letters_are_counted_by_pipeline() {
    add("shop", 0, 5, "too long");
    add("shop", 5, 7, "no number");
    add("other", 0, 1, "too long");
    letters.markReplayed(List.of(open("shop").get(0).id(), open("other").get(0).id()), "ada");

    assertThat(database.letterSurvey().open()).isEqualTo(Map.of("shop", 6L));
  }

  @Test
  void a_copy_stands_for_its_letter_until_it_is_replayed_and_both_are_done_with_then() {
    add("shop", 0, 2, "too long");
    long one = open("shop").get(0).id();
    long other = open("shop").get(1).id();
    byte[] before = open("shop").get(0).letter().record();

    long copy = database.letterCopies().make(one, new byte[] {9}, "bert", "").orElseThrow();

    Stored made = letters.find(copy).orElseThrow();
    assertThat(made.copyOf()).isEqualTo(one);
    assertThat(made.madeBy()).isEqualTo("bert");
    assertThat(made.letter().record()).containsExactly(9);
    assertThat(made.letter().offset()).isEqualTo(0L);
    assertThat(letters.find(one).orElseThrow().letter().record()).isEqualTo(before);
    assertThat(database.letterCopies().of(one)).containsExactly(copy);
    assertThat(letters.toReplay(Filter.open("shop"), 0, 10))
        .containsExactly(new Sized(other, 4), new Sized(copy, 1));
    assertThat(letters.extentToReplay(Filter.open("shop"))).isEqualTo(new Extent(2, copy));
    assertThat(letters.extent(Filter.open("shop"))).isEqualTo(new Extent(3, copy));
    assertThat(letters.toReplay(Filter.open("shop").ofIds(Set.of(one)), 0, 10))
        .as("who names it means it")
        .containsExactly(new Sized(one, 4));
    Instant ever = Instant.EPOCH;
    assertThat(
            database
                .letterSurvey()
                .arrivals(List.of("shop"), new Intervals(ever, Duration.ofDays(365_000), 1)))
        .containsOnly(Map.entry(kind("shop", "too long"), List.of(2L)));

    letters.markReplayed(List.of(copy), "carla");

    Stored original = letters.find(one).orElseThrow();
    assertThat(original.status()).isEqualTo(Status.REPLAYED);
    assertThat(original.closedBy()).isEqualTo("carla");
    assertThat(original.reason()).contains("copy " + copy);
    assertThat(original.letter().record()).isEqualTo(before);
    assertThat(open("shop")).extracting(Stored::id).containsExactly(other);
    assertThat(database.letterCopies().make(one, new byte[] {9}, "bert", "")).isEmpty();
  }

  @Test
  void a_copy_that_somebody_else_has_edited_meanwhile_is_not_edited() {
    add("shop", 0, 1, "too long");
    long letter = open("shop").get(0).id();
    long copy = database.letterCopies().make(letter, new byte[] {1}, "ada", "").orElseThrow();

    assertThat(database.letterCopies().edit(copy, new byte[] {1}, new byte[] {2}, "ada")).isTrue();
    assertThat(database.letterCopies().edit(copy, new byte[] {1}, new byte[] {3}, "bert"))
        .isFalse();
    assertThat(database.letterCopies().edit(letter, new byte[] {1, 0, 0, 0}, new byte[0], "bert"))
        .as("the letter itself is never edited")
        .isFalse();
    assertThat(letters.find(copy).orElseThrow().letter().record()).containsExactly(2);
  }

  @Test
  void a_copy_and_what_it_becomes_are_there_with_their_entries_in_the_audit_or_not_at_all() {
    add("shop", 0, 1, "too long");
    long letter = open("shop").get(0).id();
    LetterCopies copies = database.letterCopies();
    rename("audit_head", "audit_head_away");
    assertThatThrownBy(() -> copies.make(letter, new byte[] {1}, "ada", "a typo"))
        .isInstanceOf(StateException.class);
    assertThat(copies.of(letter)).isEmpty();
    rename("audit_head_away", "audit_head");
    long copy = copies.make(letter, new byte[] {1}, "ada", "a typo").orElseThrow();
    assertThat(copies.of(letter)).containsExactly(copy);

    rename("audit_head", "audit_head_away");
    assertThatThrownBy(() -> copies.edit(copy, new byte[] {1}, new byte[] {2}, "bert"))
        .isInstanceOf(StateException.class);
    assertThat(letters.find(copy).orElseThrow().letter().record()).containsExactly(1);
    rename("audit_head_away", "audit_head");
    assertThat(copies.edit(copy, new byte[] {1}, new byte[] {2}, "bert")).isTrue();

    List<Audit.Entry> entries = database.audit().list("shop", 10);
    assertThat(entries)
        .extracting(Audit.Entry::who, Audit.Entry::action, Audit.Entry::reason)
        .containsExactly(
            tuple("bert", "dead_letters.edit", ""), tuple("ada", "dead_letters.copy", "a typo"));
    String one = LetterCopies.hash(new byte[] {1});
    assertThat(entries.get(0).before()).contains("\"copy\":" + copy).contains(one);
    assertThat(entries.get(0).after()).contains(LetterCopies.hash(new byte[] {2}));
    assertThat(entries.get(1).before())
        .contains("\"letter\":" + letter)
        .contains(LetterCopies.hash(new byte[] {1, 0, 0, 0}));
    assertThat(entries.get(1).after()).contains("\"copy\":" + copy).contains(one);
  }

  /** Without its head the log takes no entry. */
  private void rename(String table, String to) {
    database.write(
        Durability.NOW,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute("alter table " + table + " rename to " + to);
          }
        });
  }

  @Test
  void many_are_purged_in_parts_that_the_audit_adds_up_and_can_be_stopped_between() {
    add("shop", 0, 12_000, "too long");
    List<Long> told = new ArrayList<>();

    long purged =
        letters.purge(
            Filter.open("shop"),
            "ada",
            "a test",
            so -> {
              told.add(so);
              return false;
            });

    assertThat(purged).isEqualTo(5_000);
    assertThat(told).containsExactly(5_000L);
    assertThat(letters.count(Filter.open("shop"))).isEqualTo(7_000);

    assertThat(letters.purge(Filter.open("shop"), "ada", "a test")).isEqualTo(7_000);
    assertThat(database.audit().list("shop", 10))
        .extracting(Audit.Entry::after)
        .containsExactly("{\"purged\":2000}", "{\"purged\":5000}", "{\"purged\":5000}");
    assertThat(letters.listBare(new Filter("shop", Status.PURGED, null, null, Set.of()), 0, 1))
        .extracting(Stored::closedBy)
        .containsExactly("ada");
  }

  @Test
  void lists_without_records_come_from_either_end() {
    add("shop", 0, 5, "too long");

    List<Stored> oldest = letters.listBare(Filter.open("shop"), 0, 2);
    List<Stored> newest = letters.newestBare(Filter.open("shop"), Long.MAX_VALUE, 2);

    assertThat(oldest).extracting(one -> one.letter().offset()).containsExactly(0L, 1L);
    assertThat(newest).extracting(one -> one.letter().offset()).containsExactly(4L, 3L);
    assertThat(oldest.get(0).letter().record()).isEmpty();
  }
}
