package io.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address for servers that tests start.
 *
 * <p>Asking the system for any free port (port 0) and giving it back at once is not enough: until
 * the server listens there, which takes PostgreSQL seconds, another test's JVM may be given the
 * same one. The later server then does not start, and its test talks to the other's until that one
 * is stopped. Here a port belongs to the JVM that has made the file of its number, and it is none
 * that the system hands out by itself, to clients neither.
 */
public final class FreePort {
  /** Linux hands out ports from 32768 on, other systems from 49152 on (RFC 6335). */
  private static final int BEYOND = 32_000;

  private static final int FIRST = 10_000;
  private static final Path CLAIMS = Path.of(System.getProperty("java.io.tmpdir"), "sluice-ports");

  private FreePort() {}

  /** A port that nobody listens on and that is given to nobody else while this JVM runs. */
  public static int claim() {
    try {
      Files.createDirectories(CLAIMS);
      for (int tried = 0; tried < BEYOND - FIRST; tried++) {
        int port = ThreadLocalRandom.current().nextInt(FIRST, BEYOND);
        if (claimed(port) && isFree(port)) {
          return port;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot claim a port in " + CLAIMS, e);
    }
    throw new IllegalStateException("No port is free; who holds them is in " + CLAIMS);
  }

  private static boolean claimed(int port) throws IOException {
    Path claim = CLAIMS.resolve(Integer.toString(port));
    try {
      Files.createFile(claim);
    } catch (FileAlreadyExistsException e) {
      if (isLeftBehind(claim)) {
        Files.deleteIfExists(claim);
      }
      return false;
    }
    claim.toFile().deleteOnExit();
    Files.writeString(claim, Long.toString(ProcessHandle.current().pid()));
    return true;
  }

  /** By a JVM that was killed. */
  private static boolean isLeftBehind(Path claim) throws IOException {
    try {
      String owner = Files.readString(claim);
      return !owner.isEmpty() && ProcessHandle.of(Long.parseLong(owner)).isEmpty();
    } catch (NoSuchFileException givenBack) {
      return false;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
