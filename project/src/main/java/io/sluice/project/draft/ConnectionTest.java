package io.sluice.project.draft;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Problem;
import io.sluice.plugin.PluginKind;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.inspect.Finding;
import io.sluice.project.inspect.PostgresAddress;
import io.sluice.project.inspect.PostgresInspection;
import io.sluice.project.inspect.SourceTable;
import io.sluice.project.inspect.TableFilter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the servers of a pipeline whether they will have it: the connectors' own checks, and of a
 * PostgreSQL what {@link PostgresInspection} looks at. Changes nothing there. Takes as long as its
 * servers let it, so whoever calls has a deadline.
 */
public final class ConnectionTest {
  /** More tables than anybody ticks. */
  private static final int MOST_TABLES = 1_000;

  private final ProjectPipeline pipeline;
  private final List<Finding> findings = new ArrayList<>();
  private final List<PickTable> tables = new ArrayList<>();
  private final Map<String, List<String>> recommended = new LinkedHashMap<>();

  private ConnectionTest(ProjectPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Asks them all. */
  public static TestOutcome of(ProjectPipeline pipeline) {
    return new ConnectionTest(pipeline).outcome();
  }

  private TestOutcome outcome() {
    List<Problem> problems = pipeline.problems();
    Optional<PipelineParts> parts = pipeline.read().parts();
    parts.flatMap(PipelineParts::source).ifPresent(this::source);
    if (parts.isPresent() && !parts.get().sinks().isEmpty()) {
      recommend("sink", PluginKind.SINK, parts.get().sinks().get(0));
    }
    return new TestOutcome(findings, problems, tables, recommended);
  }

  private void source(ConnectorSpec source) {
    Map<String, String> config = pipeline.secrets().tryResolve(source.config()).values();
    if (source.connector().toLowerCase(Locale.ROOT).contains("postgres")
        && PostgresAddress.isIn(config)) {
      postgres(config);
    }
    recommend("source", PluginKind.SOURCE, source);
  }

  private void postgres(Map<String, String> config) {
    PostgresAddress address;
    TableFilter wanted;
    try {
      address = PostgresAddress.of(config);
      wanted = TableFilter.of(config);
    } catch (IllegalArgumentException e) {
      return; // What is wrong with its settings, the connector has said.
    }
    try (PostgresInspection inspection = PostgresInspection.open(address)) {
      List<SourceTable> all = inspection.tables();
      String publication = config.getOrDefault("publication.name", "dbz_publication");
      Set<String> published = inspection.published(publication);
      all.stream()
          .limit(MOST_TABLES)
          .forEach(table -> tables.add(PickTable.of(table, published.contains(table.qualified()))));
      findings.add(Finding.ok("connection", "connected to " + address));
      findings.addAll(
          inspection.findings(
              all.stream().filter(wanted).toList(),
              config.getOrDefault("slot.name", "debezium"),
              publication));
    } catch (SQLException e) {
      findings.add(
          Finding.problem(
              "connection",
              pipeline.secrets().redact("cannot look at " + address + ": " + e.getMessage()),
              "check that the server runs, and host, port, database, user and password"));
    }
  }

  private void recommend(String side, PluginKind kind, ConnectorSpec spec) {
    Map<String, String> config = pipeline.secrets().tryResolve(spec.config()).values();
    pipeline
        .plugins()
        .recommended(kind, spec.connector(), config)
        .forEach((key, values) -> recommended.put(side + "." + key, values));
  }
}
