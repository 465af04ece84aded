package io.sluice.state.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.FixedClock;
import io.sluice.state.StateDatabase;
import io.sluice.state.Where;
import io.sluice.state.deadletter.DeadLetters.Filter;
import io.sluice.state.deadletter.DeadLetters.Status;
import io.sluice.state.deadletter.DeadLetters.Stored;
import io.sluice.state.history.Audit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Where.class)
class DeadLettersTest {
  private static final String P = "shop";

  @TempDir Path folder;
  private final Where where;
  private Where.Place place;
  private final FixedClock clock = new FixedClock();
  private StateDatabase database;
  private DeadLetters letters;

  DeadLettersTest(Where where) {
    this.where = where;
  }

  @BeforeEach
  void begin() {
    place = where.in(folder);
    open();
  }

  private void open() {
    database = place.open(clock);
    letters = database.deadLetters();
  }

  @AfterEach
  void end() {
    close();
    place.close();
  }

  private void close() {
    database.close();
  }

  private static DeadLetter letter(long offset, String message) {
    return new DeadLetter(
        P,
        DeadLetter.Stage.SINK,
        "table",
        "DataException",
        message,
        "orders",
        1,
        offset,
        "{\"server\":\"a\"}",
        "{\"lsn\":" + offset + "}",
        "v1",
        new byte[] {1, 0, -1, (byte) offset});
  }

  @Test
  void a_letter_comes_back_byte_for_byte_after_a_restart() {
    letters.add(List.of(letter(7, "value 17 does not fit")));

    close();
    open();

    Stored stored = letters.list(Filter.open(P), 0, 10).get(0);
    assertThat(stored.letter())
        .usingRecursiveComparison()
        .isEqualTo(letter(7, "value 17 does not fit"));
    assertThat(stored.status()).isEqualTo(Status.OPEN);
    assertThat(stored.attempts()).isEqualTo(1);
    assertThat(stored.firstSeen()).isEqualTo(clock.instant());
    assertThat(stored.reason()).isNull();
    assertThat(letters.find(stored.id()).orElseThrow().letter().offset()).isEqualTo(7L);
  }

  @Test
  void a_record_that_had_no_topic_or_position_yet_is_kept_without() {
    DeadLetter bare =
        new DeadLetter(
            P,
            DeadLetter.Stage.SOURCE,
            "",
            "E",
            "m",
            null,
            null,
            null,
            null,
            null,
            "v1",
            new byte[0]);

    letters.add(List.of(bare));

    assertThat(letters.list(Filter.open(P), 0, 1).get(0).letter())
        .usingRecursiveComparison()
        .isEqualTo(bare);
  }

  @Test
  void a_record_polled_again_after_a_crash_is_not_stored_twice() {
    assertThat(letters.add(List.of(letter(1, "bad"), letter(2, "bad")))).isEqualTo(2);

    assertThat(letters.add(List.of(letter(1, "bad in other words"), letter(3, "bad"))))
        .isEqualTo(1);

    assertThat(letters.count(Filter.open(P))).isEqualTo(3);
  }

  @Test
  void a_replay_takes_what_is_there_when_it_begins_in_parts_and_copies_in_place_of_letters() {
    letters.add(IntStream.range(0, 1_500).mapToObj(i -> letter(i, "bad")).toList());
    List<Long> open = letters.listBare(Filter.open(P), 0, 2_000).stream().map(Stored::id).toList();
    long copy = database.letterCopies().make(open.get(3), new byte[] {4}, "ada", "").orElseThrow();

    ReplayParts parts = new ReplayParts(letters, Filter.open(P));
    letters.add(List.of(letter(5_000, "later")));
    List<Long> first = parts.next();
    List<Long> second = parts.next();

    assertThat(parts.count()).isEqualTo(1_500);
    assertThat(first).hasSize(1_000).doesNotContain(open.get(3));
    assertThat(second).hasSize(500).endsWith(copy);
    assertThat(parts.next()).isEmpty();
    assertThat(new ReplayParts(letters, Filter.open(P).ofIds(open.subList(3, 4))).next())
        .containsExactly(open.get(3));
  }

  @Test
  void two_equal_records_at_different_places_are_two_letters() {
    DeadLetter a = letter(1, "bad");
    DeadLetter b =
        new DeadLetter(
            a.pipeline(),
            a.stage(),
            a.component(),
            a.errorClass(),
            a.errorMessage(),
            a.topic(),
            a.partition(),
            2L,
            a.sourcePartition(),
            a.sourceOffset(),
            "v1",
            a.record());

    assertThat(letters.add(List.of(a, b))).isEqualTo(2);
  }

  @Test
  void letters_are_grouped_by_kind_of_error_with_the_newest_message() {
    letters.add(List.of(letter(1, "value 17 does not fit"), letter(2, "column is missing")));
    Instant first = clock.instant();
    clock.forward(5000);
    letters.add(List.of(letter(3, "value 99 does not fit")));

    List<DeadLetters.Group> groups = letters.groups(Filter.allOpen());

    assertThat(groups).hasSize(2);
    DeadLetters.Group top = groups.get(0);
    assertThat(top.count()).isEqualTo(2);
    assertThat(top.message()).isEqualTo("value 99 does not fit");
    assertThat(top.firstSeen()).isEqualTo(first);
    assertThat(top.lastSeen()).isEqualTo(clock.instant());
    assertThat(letters.list(Filter.open(P).ofSignature(top.signature()), 0, 10)).hasSize(2);
  }

  @Test
  void a_replayed_letter_is_not_open_any_more() {
    letters.add(List.of(letter(1, "bad"), letter(2, "bad")));
    long id = letters.list(Filter.open(P), 0, 1).get(0).id();

    letters.markReplayed(List.of(id), "ada");

    assertThat(letters.find(id).orElseThrow().status()).isEqualTo(Status.REPLAYED);
    assertThat(letters.count(Filter.open(P))).isEqualTo(1);
  }

  @Test
  void a_letter_that_fails_again_counts_the_attempt_and_keeps_the_new_error() {
    letters.add(List.of(letter(1, "bad")));
    long id = letters.list(Filter.open(P), 0, 1).get(0).id();
    clock.forward(1000);

    letters.markFailedAgain(id, "OtherException", "worse");

    Stored stored = letters.find(id).orElseThrow();
    assertThat(stored.attempts()).isEqualTo(2);
    assertThat(stored.letter().errorClass()).isEqualTo("OtherException");
    assertThat(stored.letter().errorMessage()).isEqualTo("worse");
    assertThat(stored.signature()).isEqualTo(ErrorSignature.of("OtherException", "worse"));
    assertThat(stored.lastSeen()).isAfter(stored.firstSeen());
  }

  @Test
  void a_replayed_record_that_comes_and_fails_again_is_open_again() {
    letters.add(List.of(letter(1, "bad")));
    long id = letters.list(Filter.open(P), 0, 1).get(0).id();
    letters.markReplayed(List.of(id), "ada");

    assertThat(letters.add(List.of(letter(1, "still bad")))).isEqualTo(1);

    Stored stored = letters.find(id).orElseThrow();
    assertThat(stored.status()).isEqualTo(Status.OPEN);
    assertThat(stored.attempts()).isEqualTo(2);
    assertThat(stored.letter().errorMessage()).isEqualTo("still bad");
  }

  @Test
  void a_purge_deletes_record_and_message_and_keeps_who_and_why() {
    letters.add(List.of(letter(1, "bad a@b.c"), letter(2, "bad")));
    long id = letters.list(Filter.open(P), 0, 1).get(0).id();

    long purged = letters.purge(Filter.open(P).ofIds(Set.of(id)), "ada", "customer asked");

    assertThat(purged).isEqualTo(1);
    Stored stored = letters.find(id).orElseThrow();
    assertThat(stored.status()).isEqualTo(Status.PURGED);
    assertThat(stored.letter().record()).isEmpty();
    assertThat(stored.letter().errorMessage()).isEmpty();
    assertThat(stored.reason()).isEqualTo("customer asked");
    assertThat(letters.count(Filter.open(P))).isEqualTo(1);
    Audit.Entry entry = database.audit().list(P, 1).get(0);
    assertThat(entry.action()).isEqualTo("dead_letters.purge");
    assertThat(entry.who()).isEqualTo("ada");
  }

  @Test
  void a_purge_by_age_spares_the_young() {
    letters.add(List.of(letter(1, "bad")));
    clock.forward(60_000);
    letters.add(List.of(letter(2, "bad")));

    long purged = letters.purge(new Filter(P, null, null, clock.instant(), Set.of()), "ada", "old");

    assertThat(purged).isEqualTo(1);
    assertThat(letters.list(Filter.open(P), 0, 10))
        .extracting(s -> s.letter().offset())
        .containsExactly(2L);
  }

  @Test
  void letters_are_listed_page_by_page() {
    letters.add(IntStream.range(0, 25).mapToObj(i -> letter(i, "bad")).toList());

    long after = 0;
    int seen = 0;
    List<Stored> page;
    while (!(page = letters.list(Filter.open(P), after, 10)).isEmpty()) {
      seen += page.size();
      after = page.get(page.size() - 1).id();
    }

    assertThat(seen).isEqualTo(25);
  }

  @Test
  void many_letters_by_id_are_more_than_a_statement_has_parameters() {
    letters.add(IntStream.range(0, 40_000).mapToObj(i -> letter(i, "bad")).toList());
    Set<Long> ids = Set.copyOf(IntStream.rangeClosed(1, 40_000).mapToObj(i -> (long) i).toList());

    assertThat(letters.count(Filter.open(P).ofIds(ids))).isEqualTo(40_000);
  }
}
