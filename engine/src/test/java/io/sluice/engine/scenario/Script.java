package io.sluice.engine.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;

/** What a {@link NumberSource} is to hand out and how it is to behave; and what it heard. */
public final class Script {
  /** Called before each poll, on the task's thread. */
  @FunctionalInterface
  public interface PollHook {
    void beforePoll(int task, long next) throws InterruptedException;
  }

  /** Called within a transform, on the task's thread. */
  @FunctionalInterface
  public interface TransformHook {
    void on(SourceRecord record) throws InterruptedException;
  }

  /** Makes the record of a number. */
  @FunctionalInterface
  public interface RecordMaker {
    SourceRecord make(Map<String, ?> partition, Map<String, ?> offset, int task, long number);
  }

  /** How many numbers each task has to hand out; may rise. */
  public final AtomicLong available = new AtomicLong();

  /** How many numbers one poll hands out at most. */
  public volatile int batch = 10;

  /** Whether polling with nothing left blocks for ever instead of returning null. */
  public volatile boolean blockWhenEmpty;

  /** Whether polling with nothing left gives an empty list, which is an answer, and not null. */
  public volatile boolean answersWhenEmpty;

  public volatile PollHook hook = (task, next) -> {};

  /** What a task does in its {@code stop}. */
  public volatile Runnable onStop = () -> {};

  /** Called by each {@link HookedTransform} with each record. */
  public volatile TransformHook onTransform = record -> {};

  /** What a {@link HookedTransform} does in its {@code close}. */
  public volatile Runnable onTransformClose = () -> {};

  public volatile RecordMaker maker = NumberSource::plainRecord;

  /** Numbers that were committed, by task: the next one according to the offset reader. */
  public final Map<Integer, Long> committed = new ConcurrentHashMap<>();

  /** Where each started task began. */
  public final List<String> starts = Collections.synchronizedList(new ArrayList<>());

  public final List<Long> acknowledged = Collections.synchronizedList(new ArrayList<>());
  public final AtomicInteger stops = new AtomicInteger();
  public volatile NumberSource connector = new NumberSource();
}
