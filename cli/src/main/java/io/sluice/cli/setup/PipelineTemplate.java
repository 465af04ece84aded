package io.sluice.cli.setup;

import io.sluice.project.draft.PickTable;
import io.sluice.project.draft.Suggestions;
import io.sluice.project.draft.YamlScalar;
import io.sluice.project.inspect.PostgresAddress;
import io.sluice.project.inspect.SourceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The pipeline file that {@code sluice init} writes: every line that a newcomer would ask about has
 * a comment, and there is no password in it.
 *
 * @param name of the pipeline
 * @param owner who answers for it
 * @param address the source
 * @param passwordVariable environment variable that will hold the password
 * @param tables what the file names; empty for all
 * @param captured what that comes to today
 * @param target JDBC URL of the target
 */
record PipelineTemplate(
    String name,
    String owner,
    PostgresAddress address,
    String passwordVariable,
    List<SourceTable> tables,
    List<SourceTable> captured,
    String target) {

  PipelineTemplate {
    tables = List.copyOf(tables);
    captured = List.copyOf(captured);
  }

  /** The name that slot and publication share: what PostgreSQL allows for a slot. */
  String slot() {
    return Suggestions.slot(name);
  }

  /** Tables whose rows a sink that upserts could not place. */
  List<String> withoutKey() {
    return captured.stream().filter(t -> !t.hasPrimaryKey()).map(SourceTable::qualified).toList();
  }

  private boolean namesRepeat() {
    return captured.stream().map(t -> t.name().toLowerCase(Locale.ROOT)).distinct().count()
        < captured.size();
  }

  /**
   * The file's text.
   *
   * @param file what the file is called
   */
  String text(String file) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# yaml-language-server:"
            + " $schema=https://raw.githubusercontent.com/sluice-io/sluice/main/docs/reference/pipeline.schema.json");
    lines.add("#");
    lines.add("# Check it:  sluice validate " + file);
    lines.add("# Run it:    sluice run " + file);
    lines.add("name: " + YamlScalar.of(name));
    lines.add(commented("owner: " + YamlScalar.of(owner), "who answers for this data"));
    lines.add("");
    lines.add("source:");
    lines.add(
        commented(
            "  connector: postgres", "a snapshot, then every change, from the write-ahead log"));
    lines.add(commented("  config:", "Debezium's property names, with Debezium's meaning"));
    lines.add("    database.hostname: " + YamlScalar.of(address.host()));
    lines.add("    database.port: " + address.port());
    lines.add("    database.dbname: " + YamlScalar.of(address.database()));
    lines.add("    database.user: " + YamlScalar.of(address.user()));
    lines.add(
        commented(
            "    database.password: ${env:" + passwordVariable + "}",
            "never in this file: the environment, or ${file:path:key}"));
    lines.add("    database.sslmode: " + YamlScalar.of(address.sslMode()));
    lines.add(
        commented("    topic.prefix: " + slot().substring(7), "topics are prefix.schema.table"));
    lines.add(
        commented(
            "    slot.name: " + slot(), "made if missing; holds WAL while nobody reads: drop it"));
    lines.add(
        commented(
            "    publication.name: " + slot(), "when the pipeline is retired. Made if missing"));
    lines.add(
        commented(
            "    publication.autocreate.mode: filtered", "... for the tables below, no others"));
    lines.addAll(includeList());
    lines.add("");
    lines.add(commented("# transforms:", "any Kafka Connect transform, or one of ours:"));
    lines.add("#   - mask: {fields: [email, phone], method: hash}");
    lines.add("");
    lines.add("sinks:");
    lines.add(commented("  - connector: table", "one table in the target per table in the source"));
    lines.add("    config:");
    lines.add(
        commented(
            "      url: " + YamlScalar.of(target),
            "relative to this file; or jdbc:postgresql://..."));
    lines.add(commented("      mode: upsert", "by primary key; deletes are deleted"));
    List<String> keyless = withoutKey();
    if (!keyless.isEmpty()) {
      lines.add(
          "      # No primary key, so no place in mode upsert: " + String.join(", ", keyless));
      lines.add("      # Leave them out of table.include.list, or give them a key, or append.");
    }
    if (namesRepeat()) {
      lines.add(
          commented(
              "      table.name.format: ${schema}_${table}",
              "two schemas have a table of one name"));
    }
    lines.add("");
    lines.add("on_error:");
    lines.add(
        commented("  record: dead_letter", "what cannot be processed is kept: sluice dlq ls"));
    lines.add(commented("  max_rate: 1%", "above this share the pipeline stops"));
    lines.add("slo:");
    lines.add("  freshness: 60s");
    return String.join("\n", lines) + "\n";
  }

  private List<String> includeList() {
    if (tables.isEmpty()) {
      return List.of(
          commented(
              "    # table.include.list: public.orders,public.customers", "default: all tables"));
    }
    List<String> lines = new ArrayList<>();
    lines.add(commented("    table.include.list:", "regular expressions"));
    tables.forEach(t -> lines.add("      - " + quotedIfOdd(PickTable.expression(t.qualified()))));
    return lines;
  }

  private static String quotedIfOdd(String expression) {
    return expression.matches("[A-Za-z_][A-Za-z0-9_.]*") ? expression : YamlScalar.of(expression);
  }

  private static String commented(String line, String comment) {
    return line + " ".repeat(Math.max(2, 48 - line.length())) + "# " + comment;
  }
}
