package io.sluice.bench.registry;

import io.sluice.bench.engine.SluiceProcess;
import io.sluice.bench.harness.Workbench;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** {@code sluice registry} of the distribution, as a user starts it. */
public final class ServedRegistry implements AutoCloseable {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final SluiceProcess process;
  private final URI url;
  private final double startSeconds;

  private ServedRegistry(SluiceProcess process, URI url, double startSeconds) {
    this.process = process;
    this.url = url;
    this.startSeconds = startSeconds;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param folder whose state it serves
   */
  public static ServedRegistry start(Workbench bench, Path folder)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    URI url = URI.create("http://127.0.0.1:" + port);
    long start = System.nanoTime();
    SluiceProcess process =
        new SluiceProcess(bench, folder, Map.of(), "registry", "--port", Integer.toString(port));
    while (!answers(url)) {
      if (!process.runs()) {
        throw process.failure("a registry on port " + port);
      }
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        process.close();
        throw new IOException("Expected a registry on port " + port + " but nothing answers");
      }
      Thread.sleep(5);
    }
    return new ServedRegistry(process, url, (System.nanoTime() - start) / 1e9);
  }

  private static boolean answers(URI url) {
    try (KeptConnection connection = new KeptConnection(url)) {
      return connection.get("/schemas/types").status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Where it is. */
  public URI url() {
    return url;
  }

  /** From exec to the first answer. */
  public double startSeconds() {
    return startSeconds;
  }

  /** Its process. */
  public SluiceProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
