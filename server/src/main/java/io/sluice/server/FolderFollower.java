package io.sluice.server;

import io.sluice.project.folder.FolderWatch;
import io.sluice.server.fleet.Fleet;
import io.sluice.server.operate.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the files of a folder applied as they change. What could not be applied, because the folder
 * or the state was away, is tried again.
 */
final class FolderFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FolderFollower.class);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Fleet fleet;
  private final ScheduledExecutorService thread;
  private final FolderWatch watch;
  private volatile boolean followed;

  private FolderFollower(Fleet fleet, Path folder) {
    this.fleet = fleet;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "sluice folder");
              made.setDaemon(true);
              return made;
            });
    // Watched before it is read: what changes in between is told.
    this.watch =
        FolderWatch.start(folder, FolderWatch.Pace.USUAL, () -> thread.execute(this::follow));
    thread.execute(this::follow);
  }

  /** Begins with the files as they are. */
  static FolderFollower start(Fleet fleet, Path folder) {
    return new FolderFollower(fleet, folder);
  }

  /** Whether the folder has been read once. */
  boolean hasFollowed() {
    return followed;
  }

  private void follow() {
    try {
      fleet.follow();
      followed = true;
    } catch (Refusal refusal) {
      log.warn("The folder's files are not applied yet: {}", refusal.getMessage());
      again();
    } catch (RuntimeException broken) {
      log.error("The folder's files are not applied yet", broken);
      again();
    }
  }

  private void again() {
    if (!thread.isShutdown()) {
      var unused = thread.schedule(this::follow, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    watch.close();
    thread.shutdownNow();
  }
}
