package io.sluice.cli.project;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveAddress;
import io.sluice.demo.DemoFolder;
import io.sluice.pipeline.file.Recognition;
import io.sluice.pipeline.yaml.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which pipeline file is meant when the user names none: the one that runs, here or in the demo's
 * folder; else {@code pipeline.yaml}; else the only one there is. Of several of the demo's, the one
 * that copies the whole shop.
 */
public final class PipelineChoice {
  /** Where {@code sluice demo} keeps its pipelines. */
  public static final Path DEMO = Path.of("sluice-demo");

  private PipelineChoice() {}

  /**
   * The file.
   *
   * @param named what the user said, a file or the name of a pipeline in this project, or null
   * @throws CommandFailure when there is none, or several and none of them runs
   */
  public static Path of(Surroundings around, @Nullable Path named) {
    if (named == null) {
      return usual(around).orElseThrow(() -> none(around));
    }
    if (isName(around, named)) {
      return NamedFiles.of(around).file(named.toString());
    }
    Path file = around.resolve(named);
    if (!Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND, named + ": no such file", "Write one with: sluice init");
    }
    return file;
  }

  /** Whether this is a pipeline's name: no file that is there, and not written like one. */
  public static boolean isName(Surroundings around, Path said) {
    String text = said.toString();
    return said.getNameCount() == 1
        && !said.isAbsolute()
        && !text.isEmpty()
        && !text.endsWith(".yaml")
        && !text.endsWith(".yml")
        && !Files.exists(around.resolve(said));
  }

  /** The file that is meant where none is named; empty when there is none, or several. */
  public static Optional<Path> usual(Surroundings around) {
    List<Path> running = new ArrayList<>(running(around.directory()));
    running.addAll(running(around.directory().resolve(DEMO)));
    Path shop = around.directory().resolve(DEMO).resolve(DemoFolder.SHOP);
    if (running.size() == 1) {
      return Optional.of(running.get(0));
    } else if (running(around.directory()).isEmpty() && running.contains(shop)) {
      return Optional.of(shop);
    }
    List<Path> candidates = candidates(around);
    Path usual = around.directory().resolve("pipeline.yaml");
    if (candidates.contains(usual)) {
      return Optional.of(usual);
    } else if (candidates.contains(shop)) {
      return Optional.of(shop);
    }
    return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
  }

  private static List<Path> candidates(Surroundings around) {
    List<Path> here = files(around.directory());
    return here.isEmpty() ? files(around.directory().resolve(DEMO)) : here;
  }

  private static CommandFailure none(Surroundings around) {
    List<Path> candidates = candidates(around);
    return new CommandFailure(
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
