package io.sluice.server.api;

import io.sluice.server.access.Permission;
import io.sluice.server.api.document.ConfigurationDocument;
import io.sluice.server.file.PipelineFiles;
import io.sluice.server.file.SaidSettings;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineView;
import java.util.List;
import java.util.function.UnaryOperator;

/** How pipelines are configured, for everybody who may see them: without secrets. Thread-safe. */
final class ConfigurationEndpoints {
  private final PipelineFiles files;
  private final PipelineEndpoints pipelines;
  private final UnaryOperator<String> redact;

  ConfigurationEndpoints(
      PipelineFiles files, PipelineEndpoints pipelines, UnaryOperator<String> redact) {
    this.files = files;
    this.pipelines = pipelines;
    this.redact = redact;
  }

  List<Route> routes() {
    return List.of(
        Drafts.get("/configuration", Permission.SEE)
            .described("getConfiguration", "files", "Settings of its parts, secrets hidden")
            .answers(Reply.json(200, ConfigurationDocument.class, "The settings"))
            .does(request -> Answer.json(configuration(request))));
  }

  private ConfigurationDocument configuration(Request request) {
    PipelineView view = pipelines.named(request);
    SaidSettings said = files.said(view);
    return said.parts()
        .map(parts -> ConfigurationDocument.of(view.name(), parts, said.known(), redact))
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.CONFLICT,
                    view.file() + " cannot be read as a pipeline file",
                    "Its problems are among what the pipeline tells."));
  }
}
