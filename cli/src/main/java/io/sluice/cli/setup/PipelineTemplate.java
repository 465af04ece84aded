package io.sluice.cli.setup;

import io.sluice.cli.inspect.PostgresAddress;
import io.sluice.cli.inspect.SourceTable;
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
 * @param tables what is captured; empty for all
 * @param target JDBC URL of the target
 */
record PipelineTemplate(
    String name,
    String owner,
    PostgresAddress address,
    String passwordVariable,
    List<SourceTable> tables,
    String target) {

  PipelineTemplate {
    tables = List.copyOf(tables);
  }

  /** The name that slot and publication share: what PostgreSQL allows for a slot. */
  String slot() {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return ("sluice_" + plain).substring(0, Math.min(63, 7 + plain.length()));
  }

  /** The file's text. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # yaml-language-server: $schema=https://raw.githubusercontent.com/sluice-io/sluice/main/docs/reference/pipeline.schema.json
        #
        # Check it:  sluice validate %1$s        Run it:  sluice run %1$s
        name: %2$s
        owner: %3$s                         # who answers for this data

        source:
          connector: postgres                  # reads a snapshot, then every change, from the write-ahead log
          config:                              # Debezium's property names, with Debezium's meaning
            database.hostname: %4$s
            database.port: %5$d
            database.dbname: %6$s
            database.user: %7$s
            database.password: ${env:%8$s}   # never in this file: from the environment, or ${file:path:key}
            database.sslmode: %9$s
            topic.prefix: %10$s
            slot.name: %11$s                   # made if missing; holds WAL while nobody reads: drop it when the
            publication.name: %11$s            # pipeline is retired. The publication names the tables below
            publication.autocreate.mode: filtered
        """
            .formatted(
                "FILE",
                scalar(name),
                scalar(owner),
                scalar(address.host()),
                address.port(),
                scalar(address.database()),
                scalar(address.user()),
                passwordVariable,
                scalar(address.sslMode()),
                scalar(slot().substring(7)),
                slot()));
    text.append(includeList());
    text.append(
        """

        # transforms:                          # any Kafka Connect transform, or one of ours:
        #   - mask: {fields: [email, phone], method: hash}

        sinks:
          - connector: table                   # one table in the target per table in the source
            config:
              url: %s
              mode: upsert                     # by primary key; deletes are deleted

        on_error: {record: dead_letter, max_rate: 1%%}   # what cannot be processed is kept: sluice dlq ls
        slo: {freshness: 60s}
        """
            .formatted(scalar(target)));
    return text.toString();
  }

  private String includeList() {
    if (tables.isEmpty()) {
      return "    # table.include.list: public.orders,public.customers   # default: all tables\n";
    }
    StringBuilder list =
        new StringBuilder(
            "    table.include.list: >-                  # regular expressions, separated by"
                + " commas\n");
    for (int i = 0; i < tables.size(); i++) {
      list.append("      ")
          .append(expression(tables.get(i).qualified()))
          .append(i < tables.size() - 1 ? "," : "")
          .append('\n');
    }
    return list.toString();
  }

  /** A table's name as an expression that matches it; a plain dot is close enough to read well. */
  private static String expression(String qualified) {
    return qualified.replaceAll("([\\\\^$*+?()\\[\\]{}|,])", "\\\\$1");
  }

  /** Quoted unless YAML and our references can take it for nothing but this text. */
  static String scalar(String value) {
    boolean plain =
        value.matches("[A-Za-z_/][A-Za-z0-9_./:@=?&%+-]*")
            && !value.endsWith(":")
            && !value.matches("(?i)true|false|null|yes|no|on|off|y|n");
    return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
