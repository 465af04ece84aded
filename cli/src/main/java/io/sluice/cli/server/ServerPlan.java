package io.sluice.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import java.util.ArrayList;
import java.util.List;

/** What the files of a server's folder would change of what it runs, as the server says it. */
public final class ServerPlan {
  private final JsonNode document;

  private ServerPlan(JsonNode document) {
    this.document = document;
  }

  /** As it is now. */
  public static ServerPlan of(ServerClient server) {
    return new ServerPlan(server.get("/plan"));
  }

  /** What became of one that was applied. */
  static ServerPlan applied(JsonNode document) {
    return new ServerPlan(document);
  }

  /** The same as long as files and what runs are the same. */
  String id() {
    return document.path("id").asText();
  }

  /** Whether applying it would do nothing. */
  boolean isEmpty() {
    return document.path("empty").asBoolean();
  }

  /** As the server sent it, for programs. */
  public JsonNode document() {
    return document;
  }

  /** {@code USAGE} where a file is wrong, which keeps the others from nothing. */
  public ExitCode code() {
    return count("invalid") == 0 ? ExitCode.OK : ExitCode.USAGE;
  }

  /** Pipelines that would stop running, since no file has them. */
  List<String> removed() {
    List<String> removed = new ArrayList<>();
    document
        .path("changes")
        .forEach(
            change -> {
              if (change.path("kind").asText().equals("remove")) {
                removed.add(change.path("pipeline").asText());
              }
            });
    return removed;
  }

  /** Shows it to people. */
  public void show(Output output) {
    document.path("changes").forEach(change -> show(change, output));
    document.path("notices").forEach(notice -> output.line(Style.WARNING, notice.asText()));
    output.line(summary());
  }

  private static void show(JsonNode change, Output output) {
    String of = change.path("pipeline").asText() + "  (" + change.path("file").asText() + ")";
    switch (change.path("kind").asText()) {
      case "add" -> output.line(Style.GOOD, "+ " + of);
      case "change" -> output.line(Style.WARNING, "~ " + of);
      case "remove" -> output.line(Style.BAD, "- " + of);
      case "invalid" -> output.line(Style.BAD, "! " + of);
      default -> {
        return; // as it should be
      }
    }
    change.path("problems").forEach(problem -> show(problem, "    ", output));
    change.path("difference").forEach(line -> output.line("    " + line.asText()));
  }

  private static void show(JsonNode problem, String indent, Output output) {
    boolean warning = problem.path("severity").asText().equals("warning");
    String path = problem.path("path").asText("");
    String hint = problem.path("hint").asText("");
    output.line(
        warning ? Style.WARNING : Style.BAD,
        indent
            + problem.path("file").asText()
            + ":"
            + problem.path("line").asInt()
            + ":"
            + problem.path("column").asInt()
            + (path.isEmpty() ? "" : " " + path)
            + ": "
            + (warning ? "warning: " : "")
            + problem.path("message").asText()
            + (hint.isEmpty() ? "" : ". " + hint));
  }

  /** {@code 1 to add, 2 to change, 0 to remove, 7 as they should be}. */
  private String summary() {
    int invalid = count("invalid");
    String wrong =
        invalid == 0
            ? ""
            : (invalid == 1 ? " 1 file is" : " " + invalid + " files are")
                + " not valid; what ran of "
                + (invalid == 1 ? "it" : "them")
                + " goes on.";
    if (isEmpty()) {
      int kept = count("unchanged");
      return (kept == 0 ? "Nothing to do." : "Nothing to do: " + kept + " as they should be.")
          + wrong;
    }
    return count("add")
        + " to add, "
        + count("change")
        + " to change, "
        + count("remove")
        + " to remove, "
        + count("unchanged")
        + " as they should be."
        + wrong;
  }

  private int count(String kind) {
    int count = 0;
    for (JsonNode change : document.path("changes")) {
      count += change.path("kind").asText().equals(kind) ? 1 : 0;
    }
    return count;
  }
}
