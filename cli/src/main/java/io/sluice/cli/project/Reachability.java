package io.sluice.cli.project;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.inspect.PostgresAddress;
import io.sluice.cli.query.SinkDatabase;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a file that is wrong from a server that is down. A connector reports both as problems of
 * its settings, so the servers that the file names are asked once more.
 */
final class Reachability {
  private static final String NO_SUCH_DATABASE = "3D000"; // it answered, and the file is wrong

  private final Project project;

  Reachability(Project project) {
    this.project = project;
  }

  /** What these problems, found by asking the plugins too, mean for the exit code. */
  ExitCode verdict(List<Problem> problems) {
    if (problems.stream().noneMatch(Problem::isError)) {
      return ExitCode.OK;
    }
    if (project.settingProblems().stream().anyMatch(Problem::isError)) {
      return ExitCode.USAGE;
    }
    Optional<ConnectorSpec> source = project.read().parts().flatMap(PipelineParts::source);
    List<SinkSpec> sinks =
        project
            .read()
            .pipeline()
            .map(Pipeline::sinks)
            .or(() -> project.read().onKafka().map(KafkaPipeline::sinks))
            .orElse(List.of());
    boolean answered =
        source.map(this::sourceAnswers).orElse(true) && sinks.stream().allMatch(this::sinkAnswers);
    return answered ? ExitCode.USAGE : ExitCode.UNREACHABLE;
  }

  private boolean sourceAnswers(ConnectorSpec source) {
    Map<String, String> config = project.resolved(source);
    if (!source.connector().toLowerCase(Locale.ROOT).contains("postgres")
        || !PostgresAddress.isIn(config)) {
      return true;
    }
    PostgresAddress address = PostgresAddress.of(config);
    try (Connection connection = DriverManager.getConnection(address.url(), address.properties())) {
      return connection != null;
    } catch (SQLException e) {
      return NO_SUCH_DATABASE.equals(e.getSQLState());
    }
  }

  private boolean sinkAnswers(SinkSpec sink) {
    Optional<SinkDatabase> database =
        SinkDatabases.of(project, sink).filter(SinkDatabase::isServer);
    if (database.isEmpty()) {
      return true;
    }
    try (Connection connection = database.get().connectBesideTheSink()) {
      return connection != null;
    } catch (SQLException e) {
      return NO_SUCH_DATABASE.equals(e.getSQLState());
    }
  }
}
