package io.sluice.project;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What surrounds a project in this process.
 *
 * @param environment the environment variables
 * @param directory from which on files are named to people; absolute
 * @param home the folder of the distribution ({@code plugins/} inside)
 * @param clock the wall clock
 * @param redaction told, before the first secret is resolved, what takes all of them out of a text;
 *     whoever logs or prints applies it (invariant 9)
 * @param notices told, a line each, what takes its time, such as a plugin that is fetched
 */
public record Host(
    Map<String, String> environment,
    Path directory,
    Path home,
    Clock clock,
    Consumer<UnaryOperator<String>> redaction,
    Consumer<String> notices) {

  /** Takes a copy of the environment. */
  public Host {
    environment = Map.copyOf(environment);
  }

  /** The same, where people are told of files from another directory on. */
  public Host at(Path other) {
    return new Host(environment, other, home, clock, redaction, notices);
  }
}
