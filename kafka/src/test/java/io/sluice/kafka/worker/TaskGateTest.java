package io.sluice.kafka.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.Test;

/** Tasks of a pipeline that this process may not run now move nothing, and forget nothing. */
class TaskGateTest {
  private static final TopicPartition PLACE = new TopicPartition("lines", 0);
  private static final SinkRecord RECORD = new SinkRecord("lines", 0, null, null, null, "a", 0);

  private final TaskCalls calls = new TaskCalls(System::nanoTime);
  private final TaskGate gate = new TaskGate();
  private final AtomicBoolean open = new AtomicBoolean();
  private final Lines lines = new Lines();
  private final Printer printer = new Printer();
  private final WatchedSource source = new WatchedSource(lines, calls, gate);
  private final WatchedSink sink = new WatchedSink(printer, calls, gate);

  /** On a thread that is called as Connect calls that of a task. */
  private static <T> T asTask(String connector, Callable<T> call) throws Exception {
    FutureTask<T> done = new FutureTask<>(call);
    new Thread(done, "task-thread-" + connector + "-0").start();
    return done.get(20, TimeUnit.SECONDS);
  }

  @Test
  void a_source_is_not_polled_and_not_told_that_anything_is_durable() throws Exception {
    gate.require(List.of("shop"), open::get);

    assertThat(asTask("shop", source::poll)).isNull();
    asTask("shop", this::committed);
    assertThat(lines.calls).isEmpty();

    open.set(true);
    assertThat(asTask("shop", source::poll)).hasSize(1);
    asTask("shop", this::committed);
    assertThat(lines.calls).containsExactly("poll", "commit");
  }

  private boolean committed() throws InterruptedException {
    source.commit();
    return true;
  }

  @Test
  void a_sink_gets_nothing_commits_nothing_and_gets_it_again_afterwards() throws Exception {
    gate.require(List.of("shop"), open::get);

    assertThatThrownBy(() -> asTask("shop", () -> put(List.of(RECORD))))
        .hasCauseInstanceOf(RetriableException.class);
    asTask("shop", () -> put(List.of()));
    assertThat(asTask("shop", () -> sink.preCommit(Map.of(PLACE, new OffsetAndMetadata(1)))))
        .isEmpty();
    assertThat(printer.put).isEmpty();

    open.set(true);
    asTask("shop", () -> put(List.of(RECORD)));
    assertThat(asTask("shop", () -> sink.preCommit(Map.of(PLACE, new OffsetAndMetadata(1)))))
        .hasSize(1);
    assertThat(printer.put).containsExactly(RECORD);
  }

  private boolean put(Collection<SinkRecord> records) {
    sink.put(records);
    return true;
  }

  @Test
  void others_go_on_and_who_has_asked_last_is_heard() throws Exception {
    BooleanSupplier first = () -> false;
    gate.require(List.of("elsewhere"), first);
    assertThat(asTask("shop", source::poll)).hasSize(1);

    WatchedSource next = new WatchedSource(lines, calls, gate);
    BooleanSupplier second = open::get;
    gate.require(List.of("elsewhere"), second);
    gate.release(List.of("elsewhere"), first);
    assertThat(asTask("elsewhere", next::poll)).isNull();

    gate.release(List.of("elsewhere"), second);
    assertThat(asTask("elsewhere", next::poll)).hasSize(1);
  }

  private static final class Lines extends SourceTask {
    private final List<String> calls = new ArrayList<>();

    @Override
    public List<SourceRecord> poll() {
      calls.add("poll");
      return List.of(new SourceRecord(Map.of(), Map.of(), "lines", null, "a"));
    }

    @Override
    public void commit() {
      calls.add("commit");
    }

    @Override
    public void start(Map<String, String> props) {}

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }

  private static final class Printer extends SinkTask {
    private final List<SinkRecord> put = new ArrayList<>();

    @Override
    public void put(Collection<SinkRecord> records) {
      put.addAll(records);
    }

    @Override
    public void start(Map<String, String> props) {}

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }
}
