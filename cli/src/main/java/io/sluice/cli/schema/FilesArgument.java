package io.sluice.cli.schema;

import io.sluice.cli.console.Surroundings;
import io.sluice.cli.schema.files.SchemaFile;
import io.sluice.cli.schema.files.SchemaFiles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which files with schemas a command is about. */
final class FilesArgument {
  @Parameters(
      paramLabel = "FILE|FOLDER",
      description = "A file with a schema, a schemas.yaml, or a folder.")
  private Path named = Path.of("");

  @Option(
      names = "--subject",
      paramLabel = "SUBJECT",
      description = "Whose the one file is. Default: what its name says before the ending.")
  private @Nullable String subject;

  /** The files, each after those that it needs. */
  List<SchemaFile> read(Surroundings around) {
    return SchemaFiles.in(around.directory(), around.resolve(named), subject);
  }
}
