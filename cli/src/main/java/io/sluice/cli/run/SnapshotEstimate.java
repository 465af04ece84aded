package io.sluice.cli.run;

import io.sluice.pipeline.Pipeline;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.inspect.PostgresAddress;
import io.sluice.project.inspect.PostgresInspection;
import io.sluice.project.inspect.SourceTable;
import io.sluice.project.inspect.TableFilter;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many rows a first run will find, as PostgreSQL's planner believes, for the progress bar.
 * Asked beside the start of the run, which does not wait for it.
 */
final class SnapshotEstimate {
  private static final Logger log = LoggerFactory.getLogger(SnapshotEstimate.class);

  private SnapshotEstimate() {}

  /** The rows; zero when this is no first run, or nobody knows. */
  static CompletableFuture<Long> of(ProjectPipeline project) {
    Pipeline pipeline = project.pipeline();
    Map<String, String> config = project.resolved(pipeline.source());
    boolean first = project.state().checkpoints().lastCommitted(pipeline.name()).isEmpty();
    boolean postgres =
        pipeline.source().connector().toLowerCase(Locale.ROOT).contains("postgres")
            && PostgresAddress.isIn(config);
    if (!first || !postgres) {
      return CompletableFuture.completedFuture(0L);
    }
    CompletableFuture<Long> rows = new CompletableFuture<>();
    Thread thread = new Thread(() -> rows.complete(ask(config)), "snapshot-estimate");
    thread.setDaemon(true);
    thread.start();
    return rows;
  }

  private static long ask(Map<String, String> config) {
    try (PostgresInspection inspection = PostgresInspection.open(PostgresAddress.of(config))) {
      return inspection.tables().stream()
          .filter(TableFilter.of(config))
          .mapToLong(SourceTable::estimatedRows)
          .filter(rows -> rows > 0)
          .sum();
    } catch (SQLException | IllegalArgumentException e) {
      log.info("No estimate of the snapshot's rows", e);
      return 0;
    }
  }
}
