package io.sluice.project;

import io.sluice.pipeline.SinkSpec;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import io.sluice.project.query.SinkDatabase;
import java.util.Optional;

/** Finds the database of a project's sink. */
public final class SinkDatabases {
  private SinkDatabases() {}

  /**
   * The database of the named sink, or of the first that has one.
   *
   * @param sink the sink's name, or empty
   * @throws ProjectException when there is none
   */
  public static SinkDatabase find(ProjectPipeline project, String sink) {
    for (SinkSpec spec : project.pipeline().sinks()) {
      if (sink.isEmpty() || spec.name().equals(sink)) {
        Optional<SinkDatabase> database = of(project, spec);
        if (database.isPresent()) {
          return database.get();
        }
      }
    }
    throw new ProjectException(
        ProjectException.Kind.NOT_FOUND,
        sink.isEmpty()
            ? "no sink of this pipeline is a database that can be queried"
            : "there is no sink '" + sink + "' that is a database that can be queried",
        "Sinks: "
            + String.join(", ", project.pipeline().sinks().stream().map(SinkSpec::name).toList()));
  }

  /** The database of this sink; empty when it has none that users can ask. */
  public static Optional<SinkDatabase> of(ProjectPipeline project, SinkSpec sink) {
    return any(project, sink).filter(SinkDatabase::answersQueries);
  }

  /** The database of the named sink, whatever it is; empty when it has none. */
  public static Optional<SinkDatabase> any(ProjectPipeline project, String sink) {
    return project.pipeline().sinks().stream()
        .filter(spec -> spec.name().equals(sink))
        .findFirst()
        .flatMap(spec -> any(project, spec));
  }

  /** The database of this sink, whatever it is; empty when it has none. */
  public static Optional<SinkDatabase> any(ProjectPipeline project, SinkSpec sink) {
    Plugins plugins = project.plugins();
    return SinkDatabase.of(
        project.resolved(sink.connector()),
        plugins.loader(plugins.find(PluginKind.SINK, sink.connector().connector())));
  }
}
