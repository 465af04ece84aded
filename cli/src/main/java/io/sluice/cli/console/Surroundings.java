package io.sluice.cli.console;

import io.sluice.project.Host;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Everything outside a command: streams, environment, working directory, clock. Commands reach the
 * world through this alone, so that a test runs one in-process.
 *
 * @param out standard output: results
 * @param err standard error: problems, progress lines
 * @param in answers to questions
 * @param environment the environment variables
 * @param directory against which relative paths are read
 * @param home the folder of the distribution ({@code plugins/} inside)
 * @param terminal whether a person watches standard output
 * @param clock the wall clock
 * @param redaction what takes secrets out of logs and errors of this invocation
 */
public record Surroundings(
    PrintStream out,
    PrintStream err,
    BufferedReader in,
    Map<String, String> environment,
    Path directory,
    Path home,
    boolean terminal,
    Clock clock,
    ConsoleRedaction redaction) {

  /** Takes a copy of the environment. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /**
   * Those of this process. The launcher says with {@code sluice.home} where the distribution lies
   * and with {@code sluice.terminal} whether standard output is a terminal (Java 17 itself can only
   * tell for input and output together).
   */
  public static Surroundings ofProcess(Clock clock) {
    String said = System.getProperty("sluice.terminal");
    return new Surroundings(
        System.out,
        System.err,
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("sluice.home", ".")).toAbsolutePath().normalize(),
        said == null ? System.console() != null : Boolean.parseBoolean(said),
        clock,
        new ConsoleRedaction());
  }

  /** Whether colours are wanted: a person watches and did not say NO_COLOR (no-color.org). */
  public boolean colours() {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  /** The part of it that a project needs. */
  public Host host() {
    return new Host(
        environment,
        directory,
        home,
        clock,
        redaction::add,
        line -> err.println(redaction.apply(line)));
  }

  /** The file that the user means by this path. */
  public Path resolve(Path path) {
    return directory.resolve(path).normalize();
  }
}
