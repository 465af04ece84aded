package io.sluice.kafka.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a broker's folder for one process, until it ends in whatever way. */
final class FolderLock implements AutoCloseable {
  private static final int LONGEST_NUMBER = 20;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes it.
   *
   * @throws FolderInUseException when somebody has it, with the number of that process
   */
  static FolderLock take(Path folder) {
    Path file = folder.resolve("broker.lock");
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tried(channel);
      if (lock == null) {
        String owner = owner(channel);
        channel.close();
        throw new FolderInUseException(
            "The Kafka data in "
                + folder
                + " is in use by a broker in process "
                + owner
                + ". Connect to that one, stop it, or name another folder.");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new BrokerException(
          "The folder " + folder + " cannot be used for Kafka's data: check its permissions", e);
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock tried(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock(Long.MAX_VALUE - 1, 1, false); // the text stays readable for others
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_NUMBER);
    channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new BrokerException("The lock of Kafka's data cannot be given back", e);
    }
  }
}
