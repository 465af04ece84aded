package io.sluice.acceptance.browser;

import io.sluice.acceptance.run.SluiceProcess;
import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A project's folder and the {@code sluice up} that serves it, as users start it. */
final class ServedFolder implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(90);

  private final Path folder;
  private final int port;
  private SluiceProcess process;
  private final String token;

  private ServedFolder(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    this.process = launch(folder, port);
    this.token = firstToken(process).orElseThrow();
  }

  /** Starts it for the first time, and waits until it says that it is ready. */
  static ServedFolder start(Path folder) {
    return new ServedFolder(folder, FreePort.claim());
  }

  private static SluiceProcess launch(Path folder, int port) {
    SluiceProcess process =
        SluiceProcess.launch(folder, "-Xmx512m", List.of("up", "--port", Integer.toString(port)));
    Awaitility.await()
        .atMost(SOON)
        .until(() -> process.output().contains("Ctrl-C stops") || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException("It ended: " + process.output());
    }
    return process;
  }

  private static Optional<String> firstToken(SluiceProcess process) {
    return process
        .output()
        .lines()
        .filter(line -> line.startsWith("Token "))
        .map(line -> line.substring("Token ".length()).strip())
        .findFirst();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What it printed when it started for the first time. */
  String token() {
    return token;
  }

  Path folder() {
    return folder;
  }

  /** Puts a file into the folder, which the server reads by itself. */
  void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** As Ctrl-C does. */
  void stop() throws InterruptedException {
    process.stop();
  }

  /** At the same address, with the state that there is. */
  void startAgain() {
    process = launch(folder, port);
  }

  @Override
  public void close() {
    process.close();
  }
}
