package io.sluice.server.api;

import io.sluice.server.access.Permission;
import io.sluice.server.api.document.HealthDocument;
import io.sluice.server.api.document.ProbeDocument;
import io.sluice.server.health.HealthWatch;
import io.sluice.server.health.Probe;
import io.sluice.server.health.ServerHealth;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.metrics.PrometheusPage;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.Verdict;
import java.io.IOException;
import java.util.List;

/** What machines ask again and again: probes and metrics. Thread-safe. */
public final class ProbeEndpoints {
  private static final String TAG = "health";
  private static final int BAD = 503;
  private static final int GOOD = 200;

  private final ServerHealth server;
  private final HealthWatch pipelines;
  private final PrometheusPage metrics;

  public ProbeEndpoints(ServerHealth server, HealthWatch pipelines, PrometheusPage metrics) {
    this.server = server;
    this.pipelines = pipelines;
    this.metrics = metrics;
  }

  /** By which they ask. */
  public List<Route> routes() {
    return List.of(
        Route.get("/health/live")
            .needs(Access.open())
            .atOnce()
            .described("getLiveness", TAG, "Whether the process is worth keeping")
            .answers(Reply.json(GOOD, ProbeDocument.class, "It is"))
            .answers(Reply.json(BAD, ProbeDocument.class, "It hangs"))
            .does(request -> probe(server.live())),
        Route.get("/health/ready")
            .needs(Access.open())
            .atOnce()
            .described("getReadiness", TAG, "Whether it does its work")
            .answers(Reply.json(GOOD, ProbeDocument.class, "It does"))
            .answers(Reply.json(BAD, ProbeDocument.class, "It does not, yet or any more"))
            .does(request -> probe(server.ready())),
        Route.get("/health/pipelines/{pipeline}")
            .needs(Access.ofPipeline(Permission.SEE))
            .part("pipeline", "Name of a pipeline")
            .described("getHealth", TAG, "How a pipeline is, and why")
            .answers(Reply.json(GOOD, HealthDocument.class, "Healthy, degraded, or not known yet"))
            .answers(Reply.json(BAD, HealthDocument.class, "Not healthy"))
            .does(this::pipeline),
        Route.get("/metrics")
            .needs(Access.everywhere(Permission.SEE))
            .described("getMetrics", TAG, "Metrics for Prometheus")
            .answers(Reply.text("text/plain", "In Prometheus' text format, or OpenMetrics"))
            .does(this::metrics));
  }

  private static Answer probe(Probe probe) {
    return Answer.json(probe.passed() ? GOOD : BAD, ProbeDocument.of(probe));
  }

  private Answer pipeline(Request request) {
    String name = request.part("pipeline");
    Verdict verdict =
        pipelines
            .verdict(name)
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "nobody has looked at pipeline " + name + " yet",
                        "Ask again in a second."));
    boolean look = request.who().mayEverywhere(Permission.LOOK_AT_RECORDS);
    return Answer.json(
        verdict.health() == Verdict.Health.UNHEALTHY ? BAD : GOOD,
        HealthDocument.of(name, verdict, look));
  }

  private Answer metrics(Request request) {
    String accept = request.header("Accept").orElse(null);
    try {
      return Answer.bytes(metrics.contentType(accept), metrics.bytes(accept));
    } catch (IOException e) {
      throw new IllegalStateException("a page that is made in memory", e);
    }
  }
}
