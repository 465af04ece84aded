package io.sluice.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.deadletter.LetterMarks.Draft;
import io.sluice.kafka.deadletter.LetterMarks.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LetterMarksTest {
  private final LetterMarks marks = new LetterMarks();

  /** As it is read, what was written. */
  private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> written) {
    return new ConsumerRecord<>(
        written.topic(),
        written.partition(),
        99,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        written.key(),
        written.value(),
        written.headers(),
        Optional.empty());
  }

  /** Takes what a draft says, as it was read again; returns its marks. */
  private List<LetterMarks.Mark> mark(int partition, Draft draft) {
    return mark(partition, draft, Kind.REPLAYED);
  }

  private List<LetterMarks.Mark> mark(int partition, Draft draft, Kind kind) {
    List<LetterMarks.Mark> said = draft.marks("t", partition, kind, "1-9,by somebody");
    for (LetterMarks.Mark each : said) {
      ConsumerRecord<byte[], byte[]> mark = read(each.record());
      assertThat(LetterMarks.isMark(mark)).isTrue();
      marks.take(mark);
    }
    return said;
  }

  private void markAll(Kind kind, long first, long last) {
    Draft draft = new Draft();
    draft.add(first);
    draft.add(last);
    mark(0, draft, kind);
  }

  private List<Long> open(int partition) {
    return LongStream.range(0, 10)
        .filter(offset -> marks.isOpen(partition, offset))
        .boxed()
        .toList();
  }

  @Test
  void letters_between_those_that_are_done_with_stay_open() {
    Draft draft = new Draft();
    draft.add(1);
    draft.add(3);
    draft.keep();
    draft.add(7);
    mark(0, draft);

    assertThat(open(0)).containsExactly(0L, 4L, 5L, 6L, 8L, 9L);
    assertThat(open(1)).hasSize(10);
  }

  @Test
  void marks_that_speak_of_the_same_letters_are_one() {
    for (int[] range : new int[][] {{5, 6}, {1, 2}, {2, 5}, {8, 8}, {3, 4}}) {
      Draft draft = new Draft();
      draft.add(range[0]);
      draft.add(range[1]);
      mark(0, draft);
    }

    assertThat(open(0)).containsExactly(0L, 7L, 9L);
  }

  @Test
  void a_letter_is_what_became_of_it_first_though_later_marks_reach_over_it() {
    markAll(Kind.REPLAYED, 3, 4);
    markAll(Kind.PURGED, 1, 6);
    markAll(Kind.REPLAYED, 0, 9);

    assertThat(
            LongStream.range(0, 10)
                .mapToObj(offset -> marks.of(0, offset).orElseThrow().name().charAt(0))
                .map(String::valueOf)
                .collect(Collectors.joining()))
        .isEqualTo("RPPRRPPRRR");
  }

  @Test
  void letters_between_others_fit_into_a_topic_however_many_they_are() {
    int gaps = 40_000;
    long first = 1_000_000;
    Draft draft = new Draft();
    for (int gap = 0; gap < gaps; gap++) {
      draft.add(first + 3L * gap);
      draft.add(first + 3L * gap + 1);
      draft.keep();
    }

    List<LetterMarks.Mark> said = mark(0, draft);

    assertThat(said)
        .allSatisfy(
            each ->
                assertThat(
                        requireNonNull(each.record().key()).length
                            + requireNonNull(each.record().value()).length)
                    .isLessThan(100_000));
    assertThat(said.stream().mapToLong(LetterMarks.Mark::letters).sum()).isEqualTo(2L * gaps);
    assertThat(said.stream().map(each -> new String(requireNonNull(each.record().key()), UTF_8)))
        .as("a compacted topic keeps each")
        .doesNotHaveDuplicates();
    assertThat(LongStream.range(first, first + 3L * gaps))
        .allSatisfy(
            offset -> assertThat(marks.isOpen(0, offset)).isEqualTo((offset - first) % 3 == 2));
  }

  @Test
  void a_draft_of_nothing_says_nothing() {
    Draft draft = new Draft();
    draft.keep();
    assertThat(mark(0, draft)).isEmpty();
  }
}
