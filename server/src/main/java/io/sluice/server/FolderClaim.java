package io.sluice.server;

import io.sluice.project.Layout;
import io.sluice.server.operate.Refusal;
import io.sluice.state.file.StateFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * That this process is the server of a folder. Kept by the operating system, so that a server that
 * was killed leaves nothing behind.
 */
final class FolderClaim implements AutoCloseable {
  private final FileChannel channel;

  private FolderClaim(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Claims a state folder.
   *
   * @throws Refusal if another server has it
   */
  static FolderClaim of(Path stateFolder) {
    Path file = stateFolder.resolve(Layout.SERVER_LOCK);
    try {
      StateFolder.make(stateFolder);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel)) {
        return new FolderClaim(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Kind.FAILED,
          "cannot write into " + stateFolder + ": " + e.getMessage(),
          "Check its permissions and the disk's free space.",
          e);
    }
    throw new Refusal(
        Refusal.Kind.CONFLICT,
        "a server runs on this folder already: " + file + " is locked",
        "Its address is in server.json beside that file.");
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another one in this process
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
