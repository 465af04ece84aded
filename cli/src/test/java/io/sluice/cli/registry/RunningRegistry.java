package io.sluice.cli.registry;

import static org.awaitility.Awaitility.await;

import io.sluice.cli.Main;
import io.sluice.cli.console.ConsoleRedaction;
import io.sluice.cli.console.Surroundings;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code sluice registry} in this process, on a thread of its own and a free port. */
final class RunningRegistry implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("https?://[0-9.]+:\\d+");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Thread thread;
  private final URI url;

  RunningRegistry(Path folder, Map<String, String> environment, String... options) {
    List<String> arguments = new ArrayList<>(List.of("registry", "--port", "0"));
    arguments.addAll(List.of(options));
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Surroundings around =
        new Surroundings(
            out,
            out,
            new BufferedReader(new StringReader("")),
            environment,
            folder,
            folder,
            false,
            Clock.systemUTC(),
            new ConsoleRedaction());
    thread = new Thread(() -> Main.run(around, arguments.toArray(String[]::new)), "registry");
    thread.start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> said().contains("Ctrl-C stops") || said().contains("}") || !thread.isAlive());
    Matcher found = URL.matcher(said());
    if (!found.find()) {
      throw new AssertionError("it did not start: " + said());
    }
    url = URI.create(found.group());
  }

  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  /** Asks it; a body is sent as POST. */
  HttpResponse<String> ask(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
    if (!body.isEmpty()) {
      request
          .header("Content-Type", "application/vnd.schemaregistry.v1+json")
          .POST(BodyPublishers.ofString(body));
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
