package io.sluice.cli.project;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Which pipeline a command is about. */
public final class PipelineArgument {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PIPELINE",
      description =
          "The pipeline file. Default: the one that runs, or the only one in this folder.")
  private @Nullable Path file;

  /** The file as it was named, or null if none was. */
  public @Nullable Path file() {
    return file;
  }
}
