package io.sluice.cli.schema;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TextTable;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvent.Ruling;
import io.sluice.contract.event.SchemaEvent.WrittenSchema;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.text.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice schema events}. */
@Command(
    name = "events",
    header = "List what a pipeline's contract decided about schemas, newest first.",
    description = {
      "A line for each decision: a schema that was found or registered, records that go on in the"
          + " version before, that are kept as dead letters, or for which the pipeline stopped,"
          + " with the place in the source where the first of them lay.",
      "A decision that is made again, after a restart or for the next record, is no new line."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema events shop.yaml",
      "  sluice schema events shop.yaml --event 7      all of one: conflicts, position, schema",
      "  sluice schema events shop.yaml --schema 7 > order.avsc"
    })
public final class SchemaEventsCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private PipelineArgument pipeline = new PipelineArgument();

  @Option(names = "--event", paramLabel = "N", description = "All of the event of that number.")
  private @Nullable Long event;

  @Option(
      names = "--schema",
      paramLabel = "N",
      description = "Only the schema of the event of that number, as a registry takes it.")
  private @Nullable Long schema;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many. Default: ${DEFAULT-VALUE}.")
  private int limit = 100;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SchemaEventsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    try (ProjectPipeline project = options.open(around, pipeline.file())) {
      String name = project.name();
      if (schema != null) {
        WrittenSchema written = found(project, schema).ruling().schema();
        if (written == null) {
          throw new CommandFailure(
              ExitCode.NOT_FOUND,
              "event "
                  + schema
                  + " is about records without a schema, or one that could not be"
                  + " written",
              null);
        }
        output.line(written.text());
        output.document(Map.of("type", written.type(), "schema", written.text()));
      } else if (event != null) {
        show(found(project, event), output);
      } else {
        List<SchemaEvent> events =
            project.hasState() ? project.schemaEvents().list(name, Math.max(1, limit)) : List.of();
        list(events, output);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pipeline", name);
        document.put("events", events.stream().map(one -> document(one)).toList());
        output.document(document);
      }
      return ExitCode.OK.number();
    }
  }

  private SchemaEvent found(ProjectPipeline project, long id) {
    if (project.hasState()) {
      Optional<SchemaEvent> found = project.schemaEvents().find(id);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new CommandFailure(
        ExitCode.NOT_FOUND, "there is no event " + id, "sluice schema events lists them.");
  }

  private void list(List<SchemaEvent> events, Output output) {
    if (events.isEmpty()) {
      output.line("No events.");
      return;
    }
    TextTable table =
        new TextTable(
            List.of("id", "decision", "subject", "version", "records", "last", "because"));
    for (SchemaEvent one : events) {
      Ruling ruling = one.ruling();
      table.row(
          List.of(
              "" + one.id(),
              word(ruling),
              ruling.subject(),
              versions(ruling),
              one.records() == 0 ? "" : Figures.count(one.records()),
              Figures.time(Duration.between(one.lastAt(), around.clock().instant())) + " ago",
              ruling.because()));
    }
    table.lines().forEach(output::line);
  }

  private void show(SchemaEvent one, Output output) {
    Ruling ruling = one.ruling();
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"event", "" + one.id()});
    rows.add(new String[] {"pipeline", ruling.pipeline()});
    ruling.run().ifPresent(run -> rows.add(new String[] {"run", "" + run}));
    rows.add(new String[] {"decision", word(ruling)});
    if (!ruling.because().isEmpty()) {
      rows.add(new String[] {"because", ruling.because()});
    }
    rows.add(new String[] {"subject", ruling.subject()});
    rows.add(new String[] {"topic", ruling.topic()});
    rows.add(new String[] {"version", versions(ruling)});
    rows.add(new String[] {"first made", moment(one.firstAt())});
    rows.add(new String[] {"last made", moment(one.lastAt()) + ", " + one.times() + " times"});
    rows.add(new String[] {"records", Figures.count(one.records())});
    ruling
        .position()
        .partition()
        .ifPresent(place -> rows.add(new String[] {"source partition", place}));
    ruling.position().offset().ifPresent(place -> rows.add(new String[] {"source offset", place}));
    rows.forEach(row -> output.line(row[0] + " ".repeat(18 - row[0].length()) + row[1]));
    ruling.details().forEach(detail -> output.line("  " + detail));
    WrittenSchema written = ruling.schema();
    if (written != null) {
      output.line(written.type() + ":");
      output.line(written.text());
    }
    output.document(document(one));
  }

  private static String moment(Instant moment) {
    return moment.toString();
  }

  private static String word(Ruling ruling) {
    return ruling.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String versions(Ruling ruling) {
    String from = number(ruling.fromVersion());
    String to = number(ruling.toVersion());
    if (from.isEmpty() || from.equals(to)) {
      return to;
    }
    return to.isEmpty() ? from + " -> none" : from + " -> " + to;
  }

  private static String number(OptionalInt version) {
    return version.isPresent() ? "" + version.getAsInt() : "";
  }

  private static Map<String, Object> document(SchemaEvent one) {
    Ruling ruling = one.ruling();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", one.id());
    document.put("pipeline", ruling.pipeline());
    ruling.run().ifPresent(run -> document.put("run", run));
    document.put("decision", ruling.kind().name().toLowerCase(Locale.ROOT));
    document.put("because", ruling.because());
    document.put("topic", ruling.topic());
    document.put("subject", ruling.subject());
    ruling.fromVersion().ifPresent(version -> document.put("from_version", version));
    ruling.toVersion().ifPresent(version -> document.put("to_version", version));
    document.put("details", ruling.details());
    ruling.position().partition().ifPresent(place -> document.put("source_partition", place));
    ruling.position().offset().ifPresent(place -> document.put("source_offset", place));
    document.put("first_at", one.firstAt().toString());
    document.put("last_at", one.lastAt().toString());
    document.put("times", one.times());
    document.put("records", one.records());
    WrittenSchema written = ruling.schema();
    if (written != null) {
      document.put("schema_type", written.type());
      document.put("schema", written.text());
    }
    return document;
  }
}
