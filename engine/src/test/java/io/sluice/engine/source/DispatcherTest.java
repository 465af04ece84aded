package io.sluice.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.checkpoint.CheckpointCoordinator;
import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.checkpoint.PreparedGate;
import io.sluice.engine.deadletter.DeadLetterDesk;
import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.figures.StageMeter;
import io.sluice.engine.lane.Bell;
import io.sluice.engine.lane.Lane;
import io.sluice.engine.lane.LaneItem;
import io.sluice.engine.tap.Masking;
import io.sluice.engine.tap.Tap;
import io.sluice.engine.tap.TapBounds;
import io.sluice.engine.tap.Trail;
import io.sluice.engine.transform.TransformChain;
import io.sluice.engine.transform.Transforms;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import io.sluice.state.StateDatabase;
import io.sluice.state.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Barriers go only behind what is whole: everything polled before them is in a lane. */
@Timeout(30)
class DispatcherTest {
  private static final String PIPELINE = "numbers";

  @TempDir Path folder;
  private StateDatabase state;
  private Plugins plugins;
  private CheckpointCoordinator coordinator;
  private Thread coordinating;
  private final Bell room = new Bell();
  private final Lane lane = new Lane(10_000, 1 << 20, new Bell(), room);
  private Dispatcher dispatcher;

  @BeforeEach
  void build() {
    state = StateDatabase.open(folder, Clock.systemUTC());
    plugins = Plugins.of(List.of());
    coordinator = coordinator();
    ErrorPolicy stop =
        new ErrorPolicy(
            ErrorPolicy.OnRecord.STOP,
            Ratio.ofPercent(100),
            Duration.ofMinutes(1),
            1_000,
            Long.MAX_VALUE);
    dispatcher = dispatcher(Map.of(), stop);
    coordinator.begin(List.of(dispatcher));
    coordinating = new Thread(coordinator, "coordinator");
    coordinating.start();
  }

  private Dispatcher.Look nobodyLooks() {
    return new Dispatcher.Look(
        new Tap(PIPELINE, TapBounds.usual(), text -> text, Clock.systemUTC(), Ticker.SYSTEM),
        Masking.of(List.of(), plugins, new Secrets()));
  }

  private CheckpointCoordinator coordinator() {
    return new CheckpointCoordinator(
        new CheckpointCoordinator.Plan(PIPELINE, "", 1, 1, 1, 1_000, 0),
        state.checkpoints(),
        new PreparedGate(),
        new Silent(),
        new CheckpointCoordinator.Timing(Ticker.SYSTEM, Failpoints.NONE, null));
  }

  private Dispatcher dispatcher(Map<TopicPartition, Long> sinksHave, ErrorPolicy policy) {
    return dispatcher(
        sinksHave, policy, TransformChain.open(List.of(), plugins, new Secrets()), coordinator);
  }

  private Dispatcher dispatcher(
      Map<TopicPartition, Long> sinksHave,
      ErrorPolicy policy,
      Transforms chain,
      CheckpointCoordinator hearing) {
    DeadLetterDesk desk =
        new DeadLetterDesk(
            new DeadLetterDesk.Owner(PIPELINE, "1", text -> text),
            state.deadLetters()::addIdentified,
            policy,
            Ticker.SYSTEM);
    Router router =
        new Router(
            new Router.Layout(0, 1, List.of(List.of(lane))),
            Map.of(),
            Set.of(new TopicPartition("numbers", 0)));
    return new Dispatcher(
        0,
        new Dispatcher.Way(chain, desk, router, room, null, nobodyLooks()),
        new Dispatcher.Reports(
            hearing, new Ledger(), epoch -> {}, new StageMeter(), Ticker.SYSTEM, null),
        new CommittedOffsets(Map.of()),
        new Acknowledgements(new NoTask()),
        sinksHave);
  }

  @AfterEach
  void stop() throws InterruptedException {
    coordinator.stop();
    coordinating.join(5_000);
    plugins.close();
    state.close();
  }

  @Test
  void what_was_dispatched_is_soon_in_an_epoch() throws InterruptedException {
    dispatcher.dispatch(List.of(record(1, "numbers"), record(2, "numbers")), 0L, null);

    Awaitility.await()
        .until(
            () ->
                epochs().stream()
                    .map(epoch -> state.checkpoints().sourceOffsetsAt(PIPELINE, epoch.epoch()))
                    .anyMatch(offsets -> offsets.containsValue("{\"next\":2}")));
  }

  @Test
  void invariant_1_no_epoch_ends_behind_records_of_a_dispatch_that_broke_off() {
    List<SourceRecord> records = new ArrayList<>();
    records.add(record(1, "numbers"));
    records.add(record(2, null)); // refused, and the pipeline is to stop over it
    records.add(record(3, "numbers"));

    assertThatThrownBy(() -> dispatcher.dispatch(records, 0L, null))
        .isInstanceOf(FaultException.class);
    coordinator.requestCheckpoint();

    // Long enough for dozens of epochs of a millisecond each.
    Awaitility.await()
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(2))
        .until(() -> epochs().isEmpty());
  }

  @Test
  void new_records_never_get_offsets_that_a_sink_knows_as_those_of_others()
      throws InterruptedException {
    TopicPartition partition = new TopicPartition("numbers", 0);
    Dispatcher behind = dispatcher(Map.of(partition, 100L), ErrorPolicy.DEFAULT);
    behind.dispatch(List.of(record(1, "numbers")), 0L, null);
    assertThat(behind.isBehindItsSinks()).isTrue();

    behind.giveUpCatchingUp();
    behind.dispatch(List.of(record(2, "numbers")), 0L, null);

    assertThat(behind.isBehindItsSinks()).isFalse();
    assertThat(span()).isEqualTo(new LaneItem.Span(partition, 0, 1));
    assertThat(span()).isEqualTo(new LaneItem.Span(partition, 1, 100));
    assertThat(span()).isEqualTo(new LaneItem.Span(partition, 100, 101));
  }

  @Test
  void a_record_that_goes_nowhere_is_a_dead_letter_and_takes_no_offset()
      throws InterruptedException {
    dispatcher = dispatcher(Map.of(), ErrorPolicy.DEFAULT);
    dispatcher.dispatch(List.of(record(1, null), record(2, "numbers")), 0L, null);

    assertThat(span()).isEqualTo(new LaneItem.Span(new TopicPartition("numbers", 0), 0, 1));
  }

  @Test
  void a_record_that_cannot_be_routed_for_another_reason_is_not_taken_for_one_without_topic() {
    dispatcher = dispatcher(Map.of(), ErrorPolicy.DEFAULT);
    SourceRecord broken =
        new SourceRecord(
            Map.of("s", "x"), Map.of("next", 1L), "numbers", null, null, new Unreadable());

    assertThatThrownBy(() -> dispatcher.dispatch(List.of(broken), 0L, null))
        .isInstanceOf(DataException.class)
        .hasMessage("unreadable");
    assertThat(lane.take()).isNull();
  }

  @Test
  void a_barrier_that_gets_due_between_records_of_one_offset_waits_for_the_last_of_them()
      throws InterruptedException {
    assertThat(lanesWithABarrierDueAt(2)).containsExactly("0 to 3", "barrier", "3 to 4");
  }

  @Test
  void a_barrier_that_gets_due_at_the_end_of_an_offset_goes_behind_it()
      throws InterruptedException {
    assertThat(lanesWithABarrierDueAt(1)).containsExactly("0 to 1", "barrier", "1 to 4");
  }

  /**
   * What is in the lane after a poll of four records, of which the second and the third share an
   * offset.
   *
   * @param which of the records is in the transforms when the barrier gets due
   */
  private List<String> lanesWithABarrierDueAt(int which) throws InterruptedException {
    AtomicInteger seen = new AtomicInteger();
    Transforms chain =
        new Transforms() {
          @Override
          public boolean isEmpty() {
            return false;
          }

          @Override
          public SourceRecord apply(SourceRecord record, @Nullable Trail trail) {
            if (seen.incrementAndGet() == which) {
              dispatcher.barrierDue(1);
            }
            return record;
          }
        };
    // A coordinator that nobody runs asks for no barriers of its own.
    dispatcher = dispatcher(Map.of(), ErrorPolicy.DEFAULT, chain, coordinator());
    dispatcher.dispatch(
        List.of(
            record(1, "numbers"), record(2, "numbers"), record(2, "numbers"), record(3, "numbers")),
        0L,
        null);
    List<String> items = new ArrayList<>();
    for (LaneItem item = lane.take(); item != null; item = lane.take()) {
      if (item instanceof LaneItem.Batch batch) {
        LaneItem.Span first = batch.spans().get(0);
        LaneItem.Span last = batch.spans().get(batch.spans().size() - 1);
        items.add(first.from() + " to " + last.end());
      } else {
        items.add("barrier");
      }
    }
    return items;
  }

  private LaneItem.Span span() {
    LaneItem.Batch batch = (LaneItem.Batch) lane.take();
    assertThat(batch).isNotNull();
    return batch.spans().get(0);
  }

  private List<Checkpoint> epochs() {
    return state.checkpoints().epochs(PIPELINE);
  }

  private static SourceRecord record(long number, @Nullable String topic) {
    return new SourceRecord(Map.of("s", "x"), Map.of("next", number), topic, null, null, number);
  }

  /** Fails when it is looked at for the first time. */
  private static final class Unreadable extends AbstractMap<String, String> {
    private boolean tried;

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
      if (!tried) {
        tried = true;
        throw new DataException("unreadable");
      }
      return Set.of();
    }
  }

  /** Hears and does nothing. */
  private static final class Silent implements CheckpointCoordinator.Listener {
    @Override
    public void beforePrepare(long epoch) {}

    @Override
    public void committed(long epoch) {}

    @Override
    public void coordinatorFailed(Throwable cause) {
      throw new AssertionError(cause);
    }
  }

  private static final class NoTask extends SourceTask {
    @Override
    public String version() {
      return "1";
    }

    @Override
    public void start(Map<String, String> props) {}

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
      TimeUnit.DAYS.sleep(1);
      return null;
    }

    @Override
    public void stop() {}
  }
}
