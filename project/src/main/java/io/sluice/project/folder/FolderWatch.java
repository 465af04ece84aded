package io.sluice.project.folder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when files of a project's folder have changed, and hold still again: a checkout writes many
 * of them, one after the other. The operating system's events make it quick; what they miss, on
 * network drives or behind links, is seen by looking at all files from time to time. Has one
 * thread, on which it tells.
 */
public final class FolderWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
  private static final Duration CLOSING = Duration.ofSeconds(10);
  private static final int ROUNDS = 8;

  private final Path folder;
  private final Pace pace;
  private final Runnable changed;
  private final FolderEvents events;
  private final Thread thread;
  private FolderListing seen;

  /**
   * How soon it tells.
   *
   * @param quiet for so long nothing must have changed
   * @param atMost after so long it tells although changes go on
   * @param rescan after so long without an event it looks
   */
  public record Pace(Duration quiet, Duration atMost, Duration rescan) {
    /** 300 ms of quiet, after 5 s at the latest; a look every 10 s. */
    public static final Pace USUAL =
        new Pace(Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  private FolderWatch(Path folder, Pace pace, Runnable changed) {
    this.folder = folder;
    this.pace = pace;
    this.changed = changed;
    this.events = new FolderEvents(folder);
    this.seen = look();
    this.thread = new Thread(this::watch, "sluice-folder");
    this.thread.setDaemon(true);
  }

  /**
   * Begins to watch. Whatever changes from now on is told.
   *
   * @param folder absolute; it need not be there yet
   * @param changed called on the watching thread; changes meanwhile are told afterwards
   */
  public static FolderWatch start(Path folder, Pace pace, Runnable changed) {
    FolderWatch watch = new FolderWatch(folder, pace, changed);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (!events.isClosed()) {
        events.await(pace.rescan());
        FolderListing now = look();
        if (!now.saysTheSame(seen)) {
          seen = settled(now);
          tell();
        } else {
          events.pause(pace.quiet()); // Files that are none of a project's may come and go quickly.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The folder as soon as it holds still. */
  private FolderListing settled(FolderListing first) throws InterruptedException {
    long end = System.nanoTime() + pace.atMost().toNanos();
    FolderListing before = first;
    while (!events.isClosed()) {
      boolean more = events.await(pace.quiet());
      FolderListing now = look();
      boolean still = !more && now.saysTheSame(before);
      before = now;
      if (still || System.nanoTime() - end > 0) {
        break;
      }
    }
    return before;
  }

  /** What is there; every folder in it is listened to before it is looked at. */
  private FolderListing look() {
    FolderListing listing = FolderListing.of(folder);
    for (int i = 0; i < ROUNDS && events.listenTo(listing.folders()); i++) {
      listing = FolderListing.of(folder);
    }
    return listing;
  }

  private void tell() {
    if (events.isClosed()) {
      return;
    }
    try {
      changed.run();
    } catch (RuntimeException e) {
      LOG.error("A change in {} was not taken in; the next one is told all the same", folder, e);
    }
  }

  /** Ends it: nothing is told any more, once the call that may be under way has returned. */
  @Override
  public void close() {
    events.close();
    try {
      if (Thread.currentThread() != thread) {
        thread.join(TimeUnit.SECONDS.toMillis(CLOSING.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
