package io.sluice.kafka.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.deadletter.LetterMarks.Draft;
import java.util.List;
import java.util.Optional;
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

  private void mark(int partition, Draft draft) {
    ConsumerRecord<byte[], byte[]> mark =
        read(draft.record("t", partition, LetterMarks.Kind.REPLAYED, "1-9,by somebody"));
    assertThat(LetterMarks.isMark(mark)).isTrue();
    marks.take(mark);
  }

  private List<Long> open(int partition) {
    return java.util.stream.LongStream.range(0, 10)
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
  void a_draft_of_nothing_is_empty() {
    Draft draft = new Draft();
    draft.keep();
    assertThat(draft.isEmpty()).isTrue();
  }
}
