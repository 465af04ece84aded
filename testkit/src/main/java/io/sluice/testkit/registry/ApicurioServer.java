package io.sluice.testkit.registry;

import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Apicurio Registry in a process of its own, with what it stores in memory (H2): it forgets all
 * when it ends, and ends with this JVM at the latest. Needs Java {@value #JAVA} or newer, which
 * need not be this process's.
 */
public final class ApicurioServer implements AutoCloseable {
  /** The oldest Java that it runs on. */
  public static final int JAVA = 21;

  private static final String STARTER = "quarkus-run.jar";
  private static final int SHOWN = 4_000;
  private static final Duration START = Duration.ofSeconds(180);

  private final Process process;
  private final Path output;
  private final String url;

  private ApicurioServer(Process process, Path output, String url) {
    this.process = process;
    this.output = output;
    this.url = url;
  }

  /**
   * Why it cannot run here; empty if it can.
   *
   * @param unpacked where the archive {@code apicurio-registry-app} of type {@code tar.gz} was
   *     unpacked
   */
  public static Optional<String> obstacle(Path unpacked, Map<String, String> environment) {
    if (!Files.isRegularFile(unpacked.resolve(STARTER))) {
      return Optional.of("there is no Apicurio in " + unpacked);
    }
    return NewerJdk.find(JAVA, environment).isEmpty()
        ? Optional.of("Apicurio needs a JDK " + JAVA + " or newer, and none was found")
        : Optional.empty();
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param unpacked as above
   * @param folder where its output goes
   * @param options of its JVM, such as {@code -Xmx512m}
   */
  public static ApicurioServer start(
      Path unpacked, Path folder, Map<String, String> environment, List<String> options) {
    Path jdk =
        NewerJdk.find(JAVA, environment)
            .orElseThrow(() -> new IllegalStateException("no JDK " + JAVA + " or newer"));
    int port = FreePort.claim();
    List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
    command.addAll(options);
    // Its other port, for health and metrics, is on all addresses unless it is told.
    command.addAll(
        List.of(
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-Dquarkus.management.host=127.0.0.1",
            "-Dquarkus.management.port=0",
            "-Dquarkus.log.level=WARN",
            "-jar",
            unpacked.toAbsolutePath().resolve(STARTER).toString()));
    Path output = folder.resolve("apicurio.out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      ApicurioServer server =
          new ApicurioServer(process, output, "http://127.0.0.1:" + port + "/apis/ccompat/v7");
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Apicurio cannot be started", e);
    }
  }

  private void awaitReady() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/subjects")).timeout(START).build();
    try {
      Awaitility.await("Apicurio")
          .atMost(START)
          .until(() -> !process.isAlive() || answers(client, request));
    } catch (ConditionTimeoutException e) {
      close();
      throw new IllegalStateException("Apicurio does not answer: " + said(), e);
    }
    if (!process.isAlive()) {
      throw new IllegalStateException("Apicurio has ended: " + said());
    }
  }

  private static boolean answers(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it speaks the API of Confluent's registry, without a slash at the end. */
  public String url() {
    return url;
  }

  /** Its process, for who measures it. */
  public long pid() {
    return process.pid();
  }

  private String said() {
    try {
      String all = Files.readString(output);
      return all.substring(Math.max(0, all.length() - SHOWN));
    } catch (IOException e) {
      return "(nothing that can be read)";
    }
  }

  /** Ends it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().onExit().join();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
