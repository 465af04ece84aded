package io.sluice.cli.project;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which pipeline file is meant when the user names none: the one that runs, here or in the demo's
 * folder; else {@code pipeline.yaml}; else the only one there is.
 */
public final class PipelineChoice {
  /** Where {@code sluice demo} keeps its pipeline. */
  public static final Path DEMO = Path.of("sluice-demo");

  private PipelineChoice() {}

  /**
   * The file.
   *
   * @param named what the user said, or null
   * @throws CommandFailure when there is none, or several and none of them runs
   */
  public static Path of(Surroundings around, @Nullable Path named) {
    if (named != null) {
      Path file = around.resolve(named);
      if (!Files.exists(file)) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND, named + ": no such file", "Write one with: sluice init");
      }
      return file;
    }
    List<Path> running = new ArrayList<>(running(around.directory()));
    running.addAll(running(around.directory().resolve(DEMO)));
    if (running.size() == 1) {
      return running.get(0);
    }
    List<Path> candidates = files(around.directory());
    if (candidates.isEmpty()) {
      candidates = files(around.directory().resolve(DEMO));
    }
    Path usual = around.directory().resolve("pipeline.yaml");
    if (candidates.contains(usual)) {
      return usual;
    }
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    throw new CommandFailure(
        candidates.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.USAGE,
        candidates.isEmpty()
            ? "no pipeline file in " + around.directory()
            : "which pipeline? There are " + names(around, candidates),
        candidates.isEmpty()
            ? "Name one, or write one with: sluice init"
            : "Name one of them on the command line.");
  }

  private static List<Path> running(Path folder) {
    return list(folder.resolve(".sluice").resolve("live"), ".json").stream()
        .flatMap(f -> LiveAddress.read(f).stream())
        .map(LiveAddress::file)
        .filter(Files::exists)
        .toList();
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>(list(folder, ".yaml"));
    files.addAll(list(folder, ".yml"));
    return files.stream().filter(PipelineChoice::looksLikeOne).toList();
  }

  /** Cheap, and enough to leave a compose file or a CI file aside. */
  private static boolean looksLikeOne(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
              .limit(2_000)
              .filter(l -> l.startsWith("source:") || l.startsWith("sinks:"))
              .count()
          == 2;
    } catch (IOException | java.io.UncheckedIOException e) {
      return false;
    }
  }

  private static List<Path> list(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String names(Surroundings around, List<Path> files) {
    return String.join(
        ", ", files.stream().map(f -> around.directory().relativize(f).toString()).toList());
  }
}
