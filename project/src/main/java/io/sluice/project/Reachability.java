package io.sluice.project;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.kafka.ContractOnKafka;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.inspect.PostgresAddress;
import io.sluice.project.query.SinkDatabase;
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

  private final ProjectPipeline project;

  Reachability(ProjectPipeline project) {
    this.project = project;
  }

  /** What these problems, found by asking the plugins too, mean; empty without an error. */
  Optional<ProjectException.Kind> verdict(List<Problem> problems) {
    if (problems.stream().noneMatch(Problem::isError)) {
      return Optional.empty();
    }
    if (project.settingProblems().stream().anyMatch(Problem::isError)) {
      return Optional.of(ProjectException.Kind.USAGE);
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
        source.map(this::sourceAnswers).orElse(true)
            && sinks.stream().allMatch(this::sinkAnswers)
            && registryAnswers();
    return Optional.of(answered ? ProjectException.Kind.USAGE : ProjectException.Kind.UNREACHABLE);
  }

  private boolean registryAnswers() {
    Optional<KafkaPipeline> onKafka = project.read().onKafka();
    Optional<SchemaContract> contract =
        project
            .read()
            .pipeline()
            .flatMap(Pipeline::schema)
            .or(() -> onKafka.flatMap(KafkaPipeline::schema).map(ContractOnKafka::contract));
    return !ContractProblems.isUnreachable(contract, project.folder(), project.secrets())
        && onKafka
            .map(pipeline -> !new ConverterRegistries(pipeline, project.secrets()).isUnreachable())
            .orElse(true);
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
