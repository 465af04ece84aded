package io.sluice.cli.project;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveAddress;
import io.sluice.pipeline.file.Recognition;
import io.sluice.pipeline.yaml.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
    return list(folder.resolve(".sluice").resolve("live"), ".json", unreadable -> {}).stream()
        .flatMap(f -> LiveAddress.read(f).stream())
        .map(LiveAddress::file)
        .filter(Files::exists)
        .toList();
  }

  /**
   * Every pipeline file that lies in this folder itself.
   *
   * @param unreadable told of each file, or the folder, that may be or have one and cannot be read
   */
  public static List<Path> files(Path folder, Consumer<Path> unreadable) {
    List<Path> files = new ArrayList<>(list(folder, ".yaml", unreadable));
    files.addAll(list(folder, ".yml", unreadable));
    return files.stream().filter(file -> isOne(file, unreadable)).toList();
  }

  private static List<Path> files(Path folder) {
    return files(folder, unreadable -> {});
  }

  private static boolean isOne(Path file, Consumer<Path> unreadable) {
    if (Files.isDirectory(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Recognition.isPipeline(file, in.readNBytes(YamlText.MAX_BYTES + 1));
    } catch (IOException e) {
      unreadable.accept(file);
      return false;
    }
  }

  private static List<Path> list(Path folder, String ending, Consumer<Path> unreadable) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      unreadable.accept(folder);
      return List.of();
    }
  }

  private static String names(Surroundings around, List<Path> files) {
    return String.join(
        ", ", files.stream().map(f -> around.directory().relativize(f).toString()).toList());
  }
}
