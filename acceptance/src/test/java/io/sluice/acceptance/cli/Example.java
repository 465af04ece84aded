package io.sluice.acceptance.cli;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of {@code examples/}, and what its README asks of the copy that it makes. */
record Example(Path original) {
  static final String PIPELINE = "pipeline.yaml";

  private static final Path BASE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  static final Path FOLDER = BASE.resolveSibling("examples");

  /** Where the connector of another that an example uses is installed. */
  static final Path FOREIGN = BASE.resolve("target/foreign/connect-file");

  /** A question to the copy and, in the next block, its answer. */
  private static final Pattern QUESTION =
      Pattern.compile("(?ms)^```sh\\nsluice (sql .*?)\\n```\\n\\n```text\\n(.*?)^```$");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|[^ \"]+");

  /** What a README asks, and the answer that it shows. */
  record Question(List<String> arguments, String answer) {}

  static List<Example> all() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.filter(Files::isDirectory).sorted().map(Example::new).toList();
    }
  }

  String name() {
    return original.getFileName().toString();
  }

  @Override
  public String toString() {
    return name();
  }

  /** A copy with the addresses of these servers and files. */
  Path copied(Path into, PostgresDatabase source) throws IOException {
    Path folder = Files.createDirectory(into.resolve(name()));
    try (Stream<Path> files = Files.list(original)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    adapt(folder, source);
    return folder;
  }

  private static void adapt(Path folder, PostgresDatabase source) throws IOException {
    Path file = folder.resolve(PIPELINE);
    String text = Files.readString(file);
    if (text.contains("/warehouse")) {
      PostgresDatabase target = PostgresServer.shared().newDatabase();
      text =
          text.replace(
              "localhost:5432/warehouse",
              target.server().host() + ":" + target.server().port() + "/" + target.name());
    }
    Files.writeString(
        file,
        text.replace("database.port: 5432", "database.port: " + source.server().port())
            .replace("database.dbname: shop", "database.dbname: " + source.name())
            // A slot belongs to the whole server, which all tests share.
            .replaceAll("slot.name: \\S+", "slot.name: " + source.name())
            .replace("file: visits.txt", "file: " + folder.resolve("visits.txt")));
  }

  /** Has the source execute a script of the folder; whether there is one. */
  static boolean execute(PostgresDatabase source, Path script) throws IOException {
    if (!Files.exists(script)) {
      return false;
    }
    source.sql(Files.readString(script));
    return true;
  }

  /** All that the README asks, in its order. */
  List<Question> questions() throws IOException {
    List<Question> questions = new ArrayList<>();
    Matcher block = QUESTION.matcher(Files.readString(original.resolve("README.md")));
    while (block.find()) {
      List<String> arguments = new ArrayList<>();
      Matcher word = WORD.matcher(block.group(1));
      while (word.find()) {
        arguments.add(word.group(1) == null ? word.group() : word.group(1));
      }
      arguments.add("-p");
      arguments.add(PIPELINE);
      questions.add(new Question(arguments, block.group(2)));
    }
    return questions;
  }
}
