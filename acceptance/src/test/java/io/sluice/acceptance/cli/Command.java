package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.acceptance.run.Distribution;
import io.sluice.cli.Main;
import io.sluice.cli.console.ConsoleRedaction;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveAddress;
import io.sluice.testkit.PostgresDatabase;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** The command as a user runs it in a folder, with the plugins of the distribution. */
public record Command(Path folder, Map<String, String> environment) {

  /** How a command ended and what it said. */
  public record Result(int code, String out, String err) {
    /** Standard output as the one document that it has to be. */
    public JsonNode json() {
      try {
        return JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readTree(out);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not one JSON document: " + out + err, e);
      }
    }

    /** The same, after checking that the command succeeded. */
    public Result ok() {
      assertThat(code).as(out + err).isZero();
      return this;
    }
  }

  public static Command in(Path folder) {
    return new Command(folder, Map.of("SLUICE_PASSWORD", "postgres"));
  }

  /** Runs a command in this process, where nobody can be asked. */
  public Result run(String... arguments) {
    return run(new BufferedReader(new StringReader("")), false, arguments);
  }

  /**
   * The same in a process of its own, as users run it. Commands in one process have plugins each,
   * and so a SQLite each: two of them in one process do not see each other's locks on a file, and
   * end that process sooner or later (sqlite.org/howtocorrupt.html, 2.2.1).
   */
  public Result runAlone(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile(folder, "command", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectError(errors.toFile()).start();
    try {
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), out, Files.readString(errors));
    } finally {
      process.destroyForcibly();
      Files.delete(errors);
    }
  }

  /** The same in this process, with somebody who answers its questions. */
  Result run(BufferedReader answers, String... arguments) {
    return run(answers, true, arguments);
  }

  private Result run(BufferedReader answers, boolean terminal, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings around =
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            answers,
            environment,
            folder,
            Distribution.plugins().resolve("..").normalize(),
            terminal,
            Clock.systemUTC(),
            new ConsoleRedaction());
    int code = Main.run(around, arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Starts {@code sluice run} in this process and waits until it is under way. */
  CompletableFuture<Result> start(String pipeline) {
    CompletableFuture<Result> end = CompletableFuture.supplyAsync(() -> run("run", pipeline));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              if (end.isDone()) {
                throw new AssertionError("ended at once: " + end.join());
              }
              JsonNode status = run("status", pipeline, "-o", "json").json();
              // Other commands reach it a moment after its state says that it runs.
              Path state = folder.resolve(pipeline).resolveSibling(".sluice");
              return status.path("state").asText().equals("running")
                  && Files.exists(LiveAddress.in(state, status.path("pipeline").asText()));
            });
    return end;
  }

  /** Writes a pipeline file for this database by {@code sluice init}. */
  void init(PostgresDatabase database, String file, String... more) {
    String[] basic = {
      "init",
      "--host",
      database.server().host(),
      "--port",
      "" + database.server().port(),
      "--database",
      database.name(),
      "--user",
      database.server().user(),
      "--sslmode",
      "disable",
      "--output",
      file
    };
    String[] all = java.util.Arrays.copyOf(basic, basic.length + more.length);
    System.arraycopy(more, 0, all, basic.length, more.length);
    run(all).ok();
  }

  /** The one value that a query of the copy gives. */
  String ask(String sql, String pipeline) {
    return run("sql", sql, "-p", pipeline, "-o", "json")
        .ok()
        .json()
        .path("rows")
        .path(0)
        .path(0)
        .asText();
  }

  /** Waits until a query of the copy gives this. */
  void awaitAnswer(String sql, String pipeline, String expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(ask(sql, pipeline)).isEqualTo(expected));
  }
}
