package io.sluice.cli.server;

import io.sluice.cli.live.LiveServer;
import io.sluice.project.Project;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.fleet.Fleet;
import io.sluice.server.view.PipelineView;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By which the commands of this machine reach the pipelines that a server runs, as they reach one
 * that {@code sluice run} runs: one endpoint for all of them, and a file for each that runs.
 */
public final class FleetEndpoint implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FleetEndpoint.class);
  private static final int LOOK_EVERY_MILLIS = 1_000;

  private final Fleet fleet;
  private final Project project;
  private final LiveServer live;
  private final ScheduledExecutorService looks;
  private final Set<String> announced = new HashSet<>();

  private FleetEndpoint(Fleet fleet, Project project, LiveServer live) {
    this.fleet = fleet;
    this.project = project;
    this.live = live;
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "fleet-endpoint");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to listen, and says of each pipeline where it is asked as soon as it runs.
   *
   * @param user whose processes ask, for the audit
   * @param redaction takes secrets out of error texts (invariant 9)
   */
  public static FleetEndpoint start(
      Fleet fleet, Project project, String user, UnaryOperator<String> redaction)
      throws IOException {
    Identity who = new Identity(user, Map.of(Identity.EVERYWHERE, Role.ADMIN));
    LiveServer live =
        LiveServer.start(
            name ->
                fleet
                    .named(name)
                    .filter(FleetEndpoint::runs)
                    .map(found -> new FleetControl(fleet, project, who, name)),
            project.stateFolder(),
            redaction);
    FleetEndpoint endpoint = new FleetEndpoint(fleet, project, live);
    var unused =
        endpoint.looks.scheduleWithFixedDelay(
            endpoint::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return endpoint;
  }

  private static boolean runs(PipelineView pipeline) {
    return pipeline.status().filter(run -> !run.state().ended()).isPresent();
  }

  private void look() {
    try {
      Set<String> running = new HashSet<>();
      for (PipelineView pipeline : fleet.all()) {
        if (runs(pipeline)) {
          running.add(pipeline.name());
          if (!announced.contains(pipeline.name())) {
            live.announce(pipeline.name(), project.folder().resolve(pipeline.file()));
            announced.add(pipeline.name());
          }
        }
      }
      Set<String> ended = new HashSet<>(announced);
      ended.removeAll(running);
      ended.forEach(live::withdraw);
      announced.retainAll(running);
    } catch (IOException | RuntimeException unwritable) {
      log.warn("Commands cannot be told where pipelines run: {}", unwritable.getMessage());
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    live.close();
  }
}
