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
          "The pipeline: its file, or its name. Default: the one that runs, or the only one in this"
              + " folder.")
  private @Nullable Path file;

  /** The file, or the name, as it was said; null if nothing was. */
  public @Nullable Path file() {
    return file;
  }
}
