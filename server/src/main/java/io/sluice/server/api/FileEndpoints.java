package io.sluice.server.api;

import static io.sluice.server.access.Permission.EDIT;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.server.file.FileText;
import io.sluice.server.file.InvalidFileException;
import io.sluice.server.file.PipelineFiles;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import java.util.List;
import java.util.Map;

/**
 * Pipelines' files as they are edited. Who may not edit them does not read them here either: a
 * secret may be written out in them. Thread-safe.
 */
final class FileEndpoints {
  private static final String TAG = "files";
  private static final String YAML = "application/yaml";

  private final PipelineFiles files;
  private final PipelineEndpoints pipelines;

  FileEndpoints(PipelineFiles files, PipelineEndpoints pipelines) {
    this.files = files;
    this.pipelines = pipelines;
  }

  List<Route> routes() {
    return List.of(
        Drafts.get("/file", EDIT)
            .described("getFile", TAG, "The pipeline's file as it is now")
            .answers(Reply.text(YAML, "The file; its ETag is what a change of it names"))
            .does(request -> answer(files.read(pipelines.named(request)))),
        Drafts.put("/file", EDIT)
            .described("putFile", TAG, "Writes the pipeline's file, if it is valid")
            .needsVersion()
            .takes(Body.text(YAML, "application/x-yaml", "text/yaml", "text/plain"))
            .answers(Reply.text(YAML, "What is there now, with its new ETag"))
            .does(this::write));
  }

  private static Answer answer(FileText file) {
    return Answer.text(YAML + "; charset=utf-8", file.text()).version(file.tag());
  }

  private Answer write(Request request) {
    try {
      return answer(
          files.write(
              request.who(),
              pipelines.named(request),
              request::requireVersion,
              request.text(),
              Drafts.reason(request)));
    } catch (InvalidFileException e) {
      throw invalid(e);
    }
  }

  /** As it is told to who sent such a file. */
  static ProblemException invalid(InvalidFileException e) {
    return new ProblemException(
        ProblemKind.INVALID,
        String.valueOf(e.getMessage()),
        "Nothing was written. Mend what the errors name, and send it again",
        e.problems().stream().map(FileEndpoints::fault).toList(),
        Map.of());
  }

  private static Fault fault(Problem problem) {
    Place place = problem.place();
    String hint = problem.hint();
    return new Fault(
        "line:" + place.line() + ":" + place.column(),
        (problem.isError() ? "" : "warning: ")
            + (place.path().isEmpty() ? "" : place.path() + ": ")
            + problem.message()
            + (hint == null ? "" : ". " + hint));
  }
}
