package io.sluice.engine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.deadletter.DeadLetterDesk;
import io.sluice.engine.fault.Backoff;
import io.sluice.engine.fault.CallWatch;
import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.fault.Tools;
import io.sluice.engine.lane.LaneItem.Batch;
import io.sluice.engine.lane.LaneItem.Span;
import io.sluice.engine.tap.Tap;
import io.sluice.engine.tap.TapBounds;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a sink that is ahead of the source is handed, and what not. */
class DeliveryTest {
  private static final TopicPartition NUMBERS = new TopicPartition("numbers", 0);

  private final Ledger ledger = new Ledger();
  private final Remembering task = new Remembering();
  private boolean stopping;
  private Duration slept = Duration.ZERO;
  private final Delivery delivery = delivery(task);

  @BeforeEach
  void is_ahead_up_to_100() {
    delivery.start(Map.of());
    delivery.open(Set.of(NUMBERS));
    delivery.resumeAt(5, Map.of(NUMBERS, 50L), Map.of(NUMBERS, 120L), Map.of(NUMBERS, 100L));
  }

  @Test
  void what_the_sink_has_is_not_handed_over_again() throws InterruptedException {
    delivery.put(batch(new Span(NUMBERS, 50, 80)));

    assertThat(task.offsets).isEmpty();
  }

  @Test
  void a_batch_across_the_end_of_what_it_has_is_handed_over_in_part() throws InterruptedException {
    delivery.put(batch(new Span(NUMBERS, 90, 110)));

    assertThat(task.offsets).containsExactlyElementsOf(range(100, 110));
  }

  @Test
  void a_batch_of_two_stretches_on_either_side_of_the_end_is_handed_over_in_part()
      throws InterruptedException {
    // Small batches that wait behind each other go over together.
    delivery.put(batch(new Span(NUMBERS, 90, 100), new Span(NUMBERS, 100, 110)));

    assertThat(task.offsets).containsExactlyElementsOf(range(100, 110));
  }

  @Test
  void everything_beyond_is_handed_over() throws InterruptedException {
    delivery.put(batch(new Span(NUMBERS, 50, 100)));
    delivery.put(batch(new Span(NUMBERS, 100, 103)));

    assertThat(task.offsets).containsExactly(100L, 101L, 102L);
  }

  @Test
  void a_record_that_is_refused_in_every_repetition_of_a_call_counts_once()
      throws InterruptedException {
    List<Long> seen = new ArrayList<>();
    task.onPut =
        records -> {
          task.report(records.iterator().next());
          seen.add(counted(Ledger.Kind.DELIVERED));
          if (seen.size() < 3) {
            throw new RetriableException("not now");
          }
        };

    delivery.put(batch(new Span(NUMBERS, 100, 110)));

    assertThat(counted(Ledger.Kind.DELIVERED)).isEqualTo(9);
    assertThat(counted(Ledger.Kind.REFUSED_BY_SINK)).isEqualTo(1);
    assertThat(seen).containsExactly(0L, 0L, 0L);
  }

  @ParameterizedTest
  @CsvSource({"0, 500", "3000, 3000"})
  void a_call_is_repeated_after_the_longer_of_the_tasks_pause_and_the_engines(
      long asked, long atMost) throws InterruptedException {
    List<Integer> calls = new ArrayList<>();
    task.onPut =
        records -> {
          calls.add(records.size());
          if (calls.size() == 1) {
            task.asksToWait(asked);
            throw new RetriableException("not now");
          }
        };

    delivery.put(batch(new Span(NUMBERS, 100, 110)));

    assertThat(calls).containsExactly(10, 10);
    assertThat(slept).isBetween(Duration.ofMillis(atMost / 2), Duration.ofMillis(atMost));
    assertThat(slept).isGreaterThanOrEqualTo(Duration.ofMillis(asked));
  }

  @Test
  void offsets_that_no_record_came_with_do_not_keep_an_epoch_open() throws InterruptedException {
    delivery.put(batch(new Span(NUMBERS, 100, 110)));
    delivery.put(new Batch(new ArrayList<>(), List.of(new Span(NUMBERS, 110, 120)), 1));

    assertThat(delivery.commit(6, Map.of())).isEqualTo(6);
  }

  @Test
  void between_epochs_a_task_commits_only_what_is_prepared() throws InterruptedException {
    delivery.put(batch(new Span(NUMBERS, 100, 120)));
    boolean within = delivery.commitWithinPrepared();
    delivery.put(batch(new Span(NUMBERS, 120, 121)));
    boolean ahead = delivery.commitWithinPrepared();

    assertThat(task.commits).containsExactly(120L);
    assertThat(within).isTrue();
    assertThat(ahead).as("the task is to be asked again").isFalse();
  }

  @Test
  void a_record_that_is_not_durable_keeps_its_epoch_open() throws InterruptedException {
    delivery.put(batch(new Span(NUMBERS, 100, 110)));
    task.knows = 109;

    assertThat(delivery.commit(6, Map.of())).isEqualTo(5);
  }

  @Test
  @Timeout(20)
  void a_call_is_not_repeated_once_the_worker_is_to_stop() {
    task.onPut =
        records -> {
          stopping = true;
          throw new RetriableException("not now");
        };

    assertThatThrownBy(() -> delivery.put(batch(new Span(NUMBERS, 100, 110))))
        .isInstanceOf(RetriableException.class);
  }

  private long counted(Ledger.Kind kind) {
    return ledger.counts().sum(kind);
  }

  private static List<Long> range(long from, long end) {
    return LongStream.range(from, end).boxed().toList();
  }

  private static Batch batch(Span... spans) {
    List<SinkRecord> records = new ArrayList<>();
    for (Span span : spans) {
      for (long offset = span.from(); offset < span.end(); offset++) {
        records.add(new SinkRecord("numbers", 0, null, null, null, offset, offset));
      }
    }
    return new Batch(records, List.of(spans), 1);
  }

  private Delivery delivery(SinkTask task) {
    Reporter reporter =
        new Reporter(
            "sink",
            new DeadLetterDesk(
                new DeadLetterDesk.Owner("numbers", "1", text -> text),
                List::size,
                ErrorPolicy.DEFAULT,
                Ticker.SYSTEM),
            new Tap("numbers", TapBounds.usual(), text -> text, Clock.systemUTC(), Ticker.SYSTEM),
            ledger.open(Ledger.Kind.DELIVERED, 0),
            ledger.open(Ledger.Kind.REFUSED_BY_SINK, 0));
    Tools tools =
        new Tools(
            Clock.systemUTC(),
            Ticker.SYSTEM,
            time -> slept = slept.plus(time),
            Failpoints.NONE,
            () -> {
              throw new UnsupportedOperationException("no metrics here");
            },
            LoggerFactory.getLogger(DeliveryTest.class));
    return new Delivery(
        task,
        null,
        new DirectSinkTaskContext(Map.of(), reporter, tools.metrics(), () -> {}),
        reporter,
        new CallWatch(Ticker.SYSTEM),
        new Delivery.Patience(
            new Backoff(RetryPolicy.DEFAULT, new SplittableRandom(1)),
            1_000_000_000_000L,
            () -> stopping),
        tools);
  }

  private static final class Remembering extends SinkTask {
    private final List<Long> offsets = new ArrayList<>();
    private final List<Long> commits = new ArrayList<>();
    private Consumer<Collection<SinkRecord>> onPut = records -> {};
    private long knows = Long.MAX_VALUE;

    private void report(SinkRecord record) {
      context.errantRecordReporter().report(record, new DataException("does not fit"));
    }

    private void asksToWait(long millis) {
      context.timeout(millis);
    }

    /** From the records that it saw, as sinks do that keep offsets themselves. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
        Map<TopicPartition, OffsetAndMetadata> current) {
      current.values().forEach(offset -> commits.add(offset.offset()));
      long seen = offsets.isEmpty() ? 0 : offsets.get(offsets.size() - 1) + 1;
      return Map.of(NUMBERS, new OffsetAndMetadata(Math.min(knows, seen)));
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      onPut.accept(records);
      records.forEach(record -> offsets.add(record.kafkaOffset()));
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public void start(Map<String, String> props) {}

    @Override
    public void stop() {}
  }
}
