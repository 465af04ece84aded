package io.sluice.project.draft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The file that a draft becomes: each setting with a word on what it is, secrets as references to a
 * file beside it.
 */
public final class DraftText {
  private static final String SCHEMA =
      "# yaml-language-server:"
          + " $schema=https://raw.githubusercontent.com/sluice-io/sluice/main/docs/reference/pipeline.schema.json";

  /** Where comments begin, if the line lets them. */
  private static final int COLUMN = 48;

  private static final int LONGEST_COMMENT = 90;

  private final Draft draft;
  private final Notes notes;
  private final BiFunction<String, Map<String, String>, Map<String, String>> secrets;

  /**
   * What is said of settings.
   *
   * @param source documentation by setting; what is not in it has no comment
   * @param sink the same of the sink's
   */
  public record Notes(Map<String, String> source, Map<String, String> sink) {
    public static final Notes NONE = new Notes(Map.of(), Map.of());

    public Notes {
      source = Map.copyOf(source);
      sink = Map.copyOf(sink);
    }
  }

  private DraftText(
      Draft draft,
      Notes notes,
      BiFunction<String, Map<String, String>, Map<String, String>> secrets) {
    this.draft = draft;
    this.notes = notes;
    this.secrets = secrets;
  }

  /** As it is shown and written. */
  public static String of(Draft draft, Notes notes) {
    return new DraftText(draft, notes, (side, values) -> referred(draft.name(), side, values))
        .text();
  }

  /** With the secrets themselves in it: to be tried, and neither shown nor kept by anybody. */
  public static String withSecrets(Draft draft) {
    return new DraftText(draft, Notes.NONE, (side, values) -> values).text();
  }

  private static Map<String, String> referred(
      String name, String side, Map<String, String> values) {
    Map<String, String> references = new LinkedHashMap<>();
    values
        .keySet()
        .forEach(
            key ->
                references.put(
                    key, "${file:" + SecretFile.path(name) + ":" + side + "." + key + "}"));
    return references;
  }

  private String text() {
    List<String> lines = new ArrayList<>();
    lines.add(SCHEMA);
    lines.add("name: " + YamlScalar.of(draft.name()));
    if (!draft.description().isBlank()) {
      lines.add("description: " + YamlScalar.of(draft.description()));
    }
    lines.add("");
    lines.add("source:");
    side(lines, "  ", "source", draft.source(), notes.source());
    lines.add("");
    if (!draft.masked().isEmpty()) {
      lines.add(commented("transforms:", "what happens to each record on its way"));
      lines.add("  - mask:");
      lines.add("      fields: " + flow(draft.masked()));
      lines.add(commented("      method: redact", "or hash, hmac, partial, nullify"));
      lines.add(commented("      missing: ignore", "tables without these columns pass"));
      lines.add("");
    }
    lines.add("sinks:");
    lines.add("  - connector: " + YamlScalar.of(draft.sink().connector()));
    config(lines, "    ", "sink", draft.sink(), notes.sink());
    lines.add("");
    lines.add("on_error:");
    lines.add(
        commented("  record: dead_letter", "what cannot be processed is kept: sluice dlq ls"));
    lines.add(commented("  max_rate: 1%", "above this share the pipeline stops"));
    lines.add("slo:");
    lines.add(commented("  freshness: 60s", "the console says when it is older"));
    return String.join("\n", lines) + "\n";
  }

  private void side(
      List<String> lines, String indent, String name, Draft.Side side, Map<String, String> said) {
    lines.add(indent + "connector: " + YamlScalar.of(side.connector()));
    config(lines, indent, name, side, said);
  }

  private void config(
      List<String> lines, String indent, String name, Draft.Side side, Map<String, String> said) {
    Map<String, String> all = new LinkedHashMap<>(side.config());
    all.putAll(secrets.apply(name, side.secrets()));
    if (all.isEmpty()) {
      return;
    }
    lines.add(indent + "config:");
    all.forEach(
        (key, value) ->
            lines.add(
                commented(
                    indent + "  " + YamlScalar.of(key) + ": " + value(value),
                    first(said.getOrDefault(key, "")))));
  }

  /** Numbers are texts to connectors, but nobody writes quotes around them. */
  private static String value(String value) {
    boolean bare = value.matches("0|[1-9][0-9]{0,15}|true|false|\\$\\{[^\\s{}\"'#,]+}");
    return bare ? value : YamlScalar.of(value);
  }

  private static String flow(List<String> items) {
    return "[" + String.join(", ", items.stream().map(DraftText::quotedIfOdd).toList()) + "]";
  }

  private static String quotedIfOdd(String item) {
    return item.matches("[A-Za-z_][A-Za-z0-9_.]*") ? YamlScalar.of(item) : quoted(item);
  }

  /** Within brackets a comma or a bracket would end it. */
  private static String quoted(String item) {
    String scalar = YamlScalar.of(item);
    return scalar.startsWith("\"") ? scalar : '"' + scalar + '"';
  }

  /** The first sentence of a documentation, if it is short enough to stand behind a line. */
  private static String first(String documentation) {
    String line = documentation.strip().replaceAll("\\p{Cntrl}+", " ");
    String sentence = line.split("(?<=[^.])\\.(?:\\s|$)|; ", 2)[0];
    return sentence.length() <= LONGEST_COMMENT ? sentence : "";
  }

  private static String commented(String line, String comment) {
    return comment.isEmpty()
        ? line
        : line + " ".repeat(Math.max(2, COLUMN - line.length())) + "# " + comment;
  }
}
