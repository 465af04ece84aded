package io.sluice.server.api;

import io.sluice.server.access.Permission;
import io.sluice.server.api.document.LogLines;
import io.sluice.server.api.log.LogQuery;
import io.sluice.server.api.log.LogTail;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Paging;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.Refusal;
import java.io.IOException;
import java.util.List;

/** What the log says of pipelines. Thread-safe. */
final class LogEndpoints {
  private final LogTail log;
  private final PipelineEndpoints pipelines;

  LogEndpoints(LogTail log, PipelineEndpoints pipelines) {
    this.log = log;
    this.pipelines = pipelines;
  }

  List<Route> routes() {
    return List.of(
        Drafts.get("/logs", Permission.SEE)
            .described("getLogs", "logs", "The newest lines of the log that belong to a pipeline")
            .query(Parameter.number(Paging.LIMIT, 1, Paging.MOST, "How many at most"))
            .query(Parameter.choice("level", LogQuery.LEVELS, "Of this level and worse ones"))
            .query(Parameter.text("q", "In the message or the error"))
            .query(Parameter.moment("until", "None that are younger: how one gets to older lines"))
            .answers(Reply.json(200, LogLines.class, "The lines, the oldest first"))
            .does(request -> Answer.json(tail(request))));
  }

  private LogLines tail(Request request) {
    int most = (int) request.number(Paging.LIMIT).orElse(Paging.USUAL);
    try {
      return log.newest(
          new LogQuery(
              pipelines.named(request).name(),
              request.text("level").orElse(""),
              request.text("q").orElse(""),
              request.moment("until").orElse(null),
              most));
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Kind.FAILED,
          "cannot read the server's log: " + e.getMessage(),
          "Check the permissions of its folder.",
          e);
    }
  }
}
