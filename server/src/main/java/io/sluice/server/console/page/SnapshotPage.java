package io.sluice.server.console.page;

import io.sluice.server.access.Permission;
import java.util.List;
import java.util.Optional;

/**
 * Which tables are to be read anew, and which of their rows.
 *
 * @param known those that the pipeline moved lately, as a help
 * @param mayWriteSql whether this visitor may say a condition, which is SQL
 */
public record SnapshotPage(
    Frame frame,
    PipelineHead head,
    Form form,
    List<String> known,
    boolean mayWriteSql,
    Optional<Refused> refused,
    List<Copy> copies) {
  public SnapshotPage {
    known = List.copyOf(known);
    copies = List.copyOf(copies);
  }

  /**
   * What was filled in.
   *
   * @param tables one a line
   * @param column that says when a row changed; empty for all rows
   * @param since from when on, in UTC; empty for all rows
   * @param condition SQL; empty for all rows
   */
  public record Form(String tables, String column, String since, String condition) {
    /** As it is at first. */
    public static final Form EMPTY = new Form("", "", "", "");
  }

  /** For a visitor who may do it. */
  public static SnapshotPage of(
      Frame frame, Reading reading, Form form, Optional<Refused> refused) {
    String name = reading.pipeline().name();
    return new SnapshotPage(
        frame,
        PipelineHead.of(frame, reading, Tab.OVERVIEW),
        form,
        reading.datasets(),
        frame.may(Permission.EDIT, reading.pipeline().namespace()),
        refused,
        List.of(
            new Copy(
                "Command",
                "sluice signal execute-snapshot "
                    + ShellWord.of(name)
                    + " --table "
                    + ShellWord.of(table(reading))),
            new Copy(
                "API call",
                Curl.post(
                    "/api/v1" + Addresses.pipeline(name, "snapshot"),
                    "{\"tables\":[\"" + table(reading) + "\"]}"))));
  }

  /** One that it has, as the source calls it: the topic's last two parts, behind its prefix. */
  private static String table(Reading reading) {
    return reading.datasets().stream()
        .map(topic -> topic.split("\\."))
        .filter(parts -> parts.length > 1)
        .map(parts -> parts[parts.length - 2] + "." + parts[parts.length - 1])
        .filter(table -> table.matches("[\\w.$-]+"))
        .findFirst()
        .orElse("public.orders");
  }

  /** Its address. */
  public static String address(String pipeline) {
    return Addresses.pipeline(pipeline, "snapshot");
  }
}
