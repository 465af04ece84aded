package io.sluice.server;

import io.sluice.project.folder.FolderWatch;
import io.sluice.server.fleet.Fleet;
import io.sluice.server.operate.Refusal;
import java.nio.file.Path;
import java.time.Duration;
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
  private final RetriedWork following;
  private final FolderWatch watch;

  private FolderFollower(Fleet fleet, Path folder) {
    this.fleet = fleet;
    this.following = new RetriedWork("sluice folder", AGAIN, this::isApplied);
    // Watched before it is read: what changes in between is told.
    this.watch = FolderWatch.start(folder, FolderWatch.Pace.USUAL, following::ask);
    following.ask();
  }

  /** Begins with the files as they are. */
  static FolderFollower start(Fleet fleet, Path folder) {
    return new FolderFollower(fleet, folder);
  }

  /** Whether the folder has been read once. */
  boolean hasFollowed() {
    return following.hasSucceeded();
  }

  private boolean isApplied() {
    try {
      fleet.follow();
      return true;
    } catch (Refusal refusal) {
      log.warn("The folder's files are not applied yet: {}", refusal.getMessage());
    } catch (RuntimeException | Error broken) {
      log.error("The folder's files are not applied yet", broken);
    }
    return false;
  }

  @Override
  public void close() {
    watch.close();
    following.close();
  }
}
