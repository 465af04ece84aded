package io.sluice.project.folder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system tells of some folders: only that something happened there, never that
 * nothing did. Where it tells nothing, as when all of its watches are taken, waiting is all this
 * does. One thread waits; any closes.
 */
final class FolderEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderEvents.class);

  private final Path folder;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final @Nullable WatchService watches;
  private Set<WatchKey> keys = new HashSet<>();
  private @Nullable WatchKey above;
  private boolean told;

  /**
   * @param folder the topmost one; that it is replaced as a whole is heard too
   */
  FolderEvents(Path folder) {
    this.folder = folder;
    this.watches = open(folder);
  }

  private @Nullable WatchService open(Path at) {
    try {
      return at.getFileSystem().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      deaf(e);
      return null;
    }
  }

  /**
   * From now on these folders are listened to, and no others.
   *
   * @return whether one of them was not listened to before, so that something may have been missed
   */
  boolean listenTo(Set<Path> folders) {
    WatchService service = watches;
    if (service == null) {
      return false;
    }
    Set<WatchKey> now = new HashSet<>();
    for (Path each : folders) {
      // A folder that was put in the place of another has a key of its own.
      add(service, each, now);
    }
    Path parent = folder.getParent();
    Set<WatchKey> parents = new HashSet<>();
    if (parent != null) {
      add(service, parent, parents);
    }
    above = parents.stream().findFirst().orElse(null);
    now.addAll(parents);
    boolean more = !keys.containsAll(now);
    keys.stream().filter(key -> !now.contains(key)).forEach(WatchKey::cancel);
    keys = now;
    return more;
  }

  private void add(WatchService service, Path each, Set<WatchKey> to) {
    try {
      to.add(
          each.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
    } catch (IOException e) {
      deaf(e); // Or it is gone, as the next look shows.
    } catch (ClosedWatchServiceException e) {
      return;
    }
  }

  private void deaf(Exception e) {
    if (!told) {
      told = true;
      LOG.info(
          "Changes in {} are seen by looking there from time to time: {}", folder, e.toString());
    }
  }

  /**
   * Waits until something happens, or the time is over.
   *
   * @return whether something happened
   */
  boolean await(Duration atMost) throws InterruptedException {
    WatchService service = watches;
    if (service == null) {
      closed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return false;
    }
    long end = System.nanoTime() + atMost.toNanos();
    try {
      WatchKey key;
      while ((key = service.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) != null) {
        boolean ours = false;
        for (WatchEvent<?> event : key.pollEvents()) {
          ours |= key.equals(above) ? isFolder(event) : matters(event);
        }
        key.reset();
        if (ours) {
          return true;
        }
      }
      return false;
    } catch (ClosedWatchServiceException e) {
      return false;
    }
  }

  /** Waits whatever happens, unless it is closed; what happens meanwhile is not lost. */
  void pause(Duration time) throws InterruptedException {
    closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** A log or a database that is written beside the files changes none of them. */
  private static boolean matters(WatchEvent<?> event) {
    return !event.kind().equals(StandardWatchEventKinds.ENTRY_MODIFY)
        || (event.context() instanceof Path name && FolderListing.mayMatter(name));
  }

  /** Of what happens beside the folder, nothing else matters. */
  private boolean isFolder(WatchEvent<?> event) {
    return event.kind().equals(StandardWatchEventKinds.OVERFLOW)
        || (event.context() instanceof Path name && name.equals(folder.getFileName()));
  }

  /** Whether it is closed. */
  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    WatchService service = watches;
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        LOG.debug("Watching {} did not end in order", folder, e);
      }
    }
  }
}
