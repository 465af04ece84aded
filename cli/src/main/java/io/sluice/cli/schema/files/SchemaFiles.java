package io.sluice.cli.schema.files;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The schemas that lie in a file or a folder. */
public final class SchemaFiles {
  /** How the file is called that says which file is whose. */
  public static final String MAPPING = "schemas.yaml";

  private static final String MAPPING_FORM = "subjects: {orders-value: avro/order.avsc}";
  private static final long LONGEST = 16L << 20;

  private final Path directory;

  private SchemaFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads them, each after those that it needs.
   *
   * @param directory against which people read the names of files
   * @param named a file with a schema, a {@value #MAPPING}, or a folder: of a folder with a {@value
   *     #MAPPING} what that says, else every file below it whose name ends as a schema's
   * @param subject whose the one file is, or null to go by its name
   * @throws CommandFailure if there is none, or they cannot be read
   */
  public static List<SchemaFile> in(Path directory, Path named, @Nullable String subject) {
    List<FoundFile> found = new SchemaFiles(directory).read(named, subject);
    List<SchemaFile> files = FoundReferences.in(found);
    requireOneOfEach(files);
    return ReferenceOrder.of(files);
  }

  private static void requireOneOfEach(List<SchemaFile> files) {
    Map<String, SchemaFile> bySubject = new HashMap<>();
    for (SchemaFile file : files) {
      SchemaFile other = bySubject.put(file.subject(), file);
      if (other != null) {
        throw new CommandFailure(
            ExitCode.USAGE,
            other.name() + " and " + file.name() + " are both of subject " + file.subject(),
            "Say in a " + MAPPING + " which file is whose: " + MAPPING_FORM);
      }
    }
  }

  private List<FoundFile> read(Path named, @Nullable String subject) {
    if (!Files.exists(named)) {
      throw new CommandFailure(ExitCode.NOT_FOUND, shown(named) + " does not exist", null);
    }
    boolean folder = Files.isDirectory(named);
    if (subject != null) {
      if (folder) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--subject is for one file, and " + shown(named) + " is a folder",
            "Say in a " + MAPPING + " there which file is whose: " + MAPPING_FORM);
      }
      return List.of(new FoundFile(one(named, subject), shown(named), true));
    }
    Path mapping = folder ? named.resolve(MAPPING) : named;
    if (folder ? Files.exists(mapping) : isMapping(named)) {
      return mapped(mapping);
    }
    return folder
        ? all(named)
        : List.of(new FoundFile(one(named, subjectOf(named)), shown(named), true));
  }

  private List<FoundFile> mapped(Path mapping) {
    Path root = Optional.ofNullable(mapping.getParent()).orElse(directory);
    List<FoundFile> files = new ArrayList<>();
    for (MappedSubject each : MappingFile.read(mapping, shown(mapping), text(mapping))) {
      Path path = root.resolve(each.file()).normalize();
      if (!Files.isRegularFile(path)) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND,
            each.place() + ": there is no file " + shown(path),
            "Paths in it begin where it lies.");
      }
      SchemaFile file =
          new SchemaFile(
              shown(path),
              each.subject(),
              each.type(),
              text(path),
              each.references(),
              each.level());
      files.add(new FoundFile(file, root.relativize(path).toString(), true));
    }
    return files;
  }

  private List<FoundFile> all(Path folder) {
    List<FoundFile> files = new ArrayList<>();
    for (Path path : below(folder)) {
      String text = text(path);
      if (path.toString().endsWith(".json") && !text.contains("\"$schema\"")) {
        continue; // any other JSON, such as a package.json
      }
      SchemaFile file = file(path, subjectOf(path), text);
      files.add(new FoundFile(file, folder.relativize(path).toString(), false));
    }
    if (files.isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          shown(folder) + " has no schema in it",
          "Expected files *.avsc, *.proto or *.json (with \"$schema\" in it), or a "
              + MAPPING
              + " such as "
              + MAPPING_FORM);
    }
    return files;
  }

  private static List<Path> below(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(path -> !hidden(folder.relativize(path)))
          .filter(path -> SubjectFileNames.type(String.valueOf(path.getFileName())).isPresent())
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.NOT_FOUND, folder + " cannot be read", null, e);
    }
  }

  /** As {@code .git} is, and what package managers bring. */
  private static boolean hidden(Path path) {
    for (Path part : path) {
      String name = part.toString();
      if (name.startsWith(".") && name.length() > 1 || name.equals("node_modules")) {
        return true;
      }
    }
    return false;
  }

  private SchemaFile one(Path path, String subject) {
    return file(path, subject, text(path));
  }

  private SchemaFile file(Path path, String subject, String text) {
    return new SchemaFile(
        shown(path),
        subject,
        SubjectFileNames.type(String.valueOf(path.getFileName()))
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        shown(path) + " is not called as a schema is",
                        "Expected a name that ends with .avsc, .json or .proto.")),
        text,
        List.of(),
        Optional.empty());
  }

  private static String subjectOf(Path path) {
    return SubjectFileNames.subject(String.valueOf(path.getFileName()));
  }

  private static boolean isMapping(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private String text(Path path) {
    try {
      if (Files.size(path) > LONGEST) {
        throw new CommandFailure(
            ExitCode.USAGE, shown(path) + " is longer than 16 MB, which no schema is", null);
      }
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new CommandFailure(ExitCode.USAGE, shown(path) + " is not text in UTF-8", null, e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.NOT_FOUND, shown(path) + " cannot be read", null, e);
    }
  }

  private String shown(Path path) {
    return path.startsWith(directory) ? directory.relativize(path).toString() : path.toString();
  }
}
