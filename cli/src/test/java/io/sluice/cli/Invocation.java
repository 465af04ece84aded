package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.console.ConsoleRedaction;
import io.sluice.cli.console.Surroundings;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** One run of the command in this JVM, with everything that it said. */
public record Invocation(int code, String out, String err) {

  /** Runs the command in a folder, without a terminal. */
  public static Invocation in(Path folder, String... arguments) {
    return in(folder, Map.of(), arguments);
  }

  /** The same, with environment variables. */
  public static Invocation in(Path folder, Map<String, String> environment, String... arguments) {
    return run(folder, environment, new BufferedReader(new StringReader("")), false, arguments);
  }

  /** The same at a terminal, where somebody types these lines. */
  public static Invocation typing(
      Path folder, Map<String, String> environment, String lines, String... arguments) {
    return answering(folder, environment, new BufferedReader(new StringReader(lines)), arguments);
  }

  /** The same, where something may happen while the command waits for its answer. */
  public static Invocation answering(
      Path folder, Map<String, String> environment, BufferedReader answers, String... arguments) {
    return run(folder, environment, answers, true, arguments);
  }

  private static Invocation run(
      Path folder,
      Map<String, String> environment,
      BufferedReader answers,
      boolean terminal,
      String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings around =
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            answers,
            new HashMap<>(environment),
            folder,
            folder,
            terminal,
            Clock.systemUTC(),
            new ConsoleRedaction());
    int code = Main.run(around, arguments);
    return new Invocation(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Standard output as the one JSON document that it has to be. */
  public JsonNode json() {
    try {
      return JsonMapper.builder()
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not one JSON document: " + out + err, e);
    }
  }
}
