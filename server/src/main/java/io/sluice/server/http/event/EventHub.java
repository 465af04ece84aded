package io.sluice.server.http.event;

import jakarta.servlet.ServletOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All who listen to events. One thread asks their feeds and hands on what they say; none waits for
 * a listener: who has not taken what was sent before is passed over, and told what is new since
 * once it has. May be used from any thread.
 */
public final class EventHub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

  private final Bounds bounds;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> listeners = new HashMap<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor feeds = thread("sluice-events");

  /** Apart: it may wait for a database. */
  private final ScheduledThreadPoolExecutor doors = thread("sluice-events-access");

  /**
   * How many may listen, and how they are looked after.
   *
   * @param all how many streams there are at most
   * @param ofOne how many of them one identity has at most
   * @param heartbeat how often something is sent if nothing is new, so that both sides, and what
   *     stands between them, see that the other is there
   * @param recheck how often it is looked whether a listener may still listen
   */
  public record Bounds(int all, int ofOne, Duration heartbeat, Duration recheck) {
    /** 500 streams, 20 of one; a heartbeat each 15 s, a look each 3 s. */
    public static Bounds usual() {
      return new Bounds(500, 20, Duration.ofSeconds(15), Duration.ofSeconds(3));
    }
  }

  /** A hub that nobody listens to yet. */
  public EventHub(Bounds bounds) {
    this.bounds = bounds;
    repeat(feeds, bounds.heartbeat(), () -> streams.forEach(EventStream::beat));
    repeat(doors, bounds.recheck(), () -> streams.forEach(EventStream::recheck));
  }

  private static ScheduledThreadPoolExecutor thread(String name) {
    return new ScheduledThreadPoolExecutor(
        1,
        work -> {
          Thread made = new Thread(work, name);
          made.setDaemon(true);
          return made;
        });
  }

  private static void repeat(ScheduledThreadPoolExecutor on, Duration pause, Runnable work) {
    on.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            // Thrown on, it would end the repetition for all.
            LOG.error("Listeners were not looked after", e);
          }
        },
        pause.toNanos(),
        pause.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  /** Says that something may be new. Returns at once; many in a row are one. */
  public void wake() {
    if (!streams.isEmpty() && woken.compareAndSet(false, true)) {
      execute(
          () -> {
            woken.set(false);
            streams.forEach(EventStream::refresh);
          });
    }
  }

  /** How many listen now. */
  public int size() {
    return streams.size();
  }

  /**
   * Begins to send.
   *
   * @param who is counted
   * @param welcome whether they may still listen; asked again and again
   * @param out of a request that is asynchronous already
   * @return empty if too many listen
   */
  public Optional<EventStream> open(
      String who, Feed feed, BooleanSupplier welcome, ServletOutputStream out) {
    if (!enter(who)) {
      return Optional.empty();
    }
    EventStream stream = new EventStream(feed, welcome, out, this::refreshLater);
    streams.add(stream);
    stream
        .ended()
        .whenComplete(
            (nothing, failure) -> {
              streams.remove(stream);
              leave(who);
            });
    out.setWriteListener(stream);
    refreshLater(stream);
    return Optional.of(stream);
  }

  private void refreshLater(EventStream stream) {
    execute(stream::refresh);
  }

  private void execute(Runnable work) {
    try {
      feeds.execute(work);
    } catch (RejectedExecutionException e) {
      streams.forEach(EventStream::end);
    }
  }

  private synchronized boolean enter(String who) {
    int of = listeners.getOrDefault(who, 0);
    int all = listeners.values().stream().mapToInt(Integer::intValue).sum();
    if (of >= bounds.ofOne() || all >= bounds.all()) {
      return false;
    }
    listeners.put(who, of + 1);
    return true;
  }

  private synchronized void leave(String who) {
    listeners.computeIfPresent(who, (name, of) -> of == 1 ? null : of - 1);
  }

  /** Ends all streams, and begins no more. */
  @Override
  public void close() {
    feeds.shutdownNow();
    doors.shutdownNow();
    streams.forEach(EventStream::end);
  }
}
