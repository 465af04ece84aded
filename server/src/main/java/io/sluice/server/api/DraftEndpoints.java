package io.sluice.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.server.access.Permission;
import io.sluice.server.api.document.DraftTest;
import io.sluice.server.api.document.FirstRowsDocument;
import io.sluice.server.draft.Workbench;
import io.sluice.server.file.FileText;
import io.sluice.server.file.InvalidFileException;
import io.sluice.server.file.NewFile;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** New pipelines: their files are tried, looked at, written. Thread-safe. */
final class DraftEndpoints {
  private static final String TAG = "drafts";
  private static final String YAML = "application/yaml";
  private static final String FILE = "file";
  private static final String USUAL = "pipeline.yaml";
  private static final String WHERE =
      "Below the project's folder; its first folder is the namespace";
  private static final Parameter OF_DRAFT =
      Parameter.text(FILE, WHERE + "; " + USUAL + " if not said");

  private final Workbench workbench;

  DraftEndpoints(Workbench workbench) {
    this.workbench = workbench;
  }

  List<Route> routes() {
    return List.of(
        Drafts.withReason(draft("/pipelines", Parameter.text(FILE, WHERE).always()))
            .described("createPipeline", TAG, "Writes a new pipeline file, if it is valid")
            .answers(
                new Reply(
                    201,
                    Optional.of(YAML),
                    Optional.empty(),
                    "It is written; its ETag is what a change of it names"))
            .does(this::create),
        draft("/drafts/test", OF_DRAFT)
            .described(
                "testDraft", TAG, "Asks the servers that a file names whether they will have it")
            .answers(Reply.json(200, DraftTest.class, "What was found"))
            .does(
                request ->
                    Answer.json(
                        DraftTest.of(
                            workbench.test(request.who(), file(request), request.text())))),
        draft("/drafts/first-rows", OF_DRAFT)
            .described(
                "previewDraft", TAG, "The first rows of a file's source, through its transforms")
            .answers(Reply.json(200, FirstRowsDocument.class, "The rows"))
            .does(
                request ->
                    Answer.json(
                        FirstRowsDocument.of(
                            workbench.firstRows(request.who(), file(request), request.text())))));
  }

  private static RouteDraft draft(String path, Parameter file) {
    return Route.post(Drafts.ROOT + path)
        .needs(Access.somewhere(Permission.EDIT))
        .query(file)
        .takes(Body.text(YAML, "application/x-yaml", "text/yaml", "text/plain"));
  }

  private Answer create(Request request) {
    NewFile file = file(request);
    try {
      FileText made =
          workbench.create(request.who(), file, request.text(), Map.of(), Drafts.reason(request));
      return Answer.bytes(201, YAML + "; charset=utf-8", made.text().getBytes(UTF_8))
          .version(made.tag());
    } catch (InvalidFileException e) {
      throw FileEndpoints.invalid(e);
    }
  }

  /** Where it is to be, if they may make one there. */
  private static NewFile file(Request request) {
    NewFile file = NewFile.of(request.text(FILE).orElse(USUAL));
    if (!request.who().may(Permission.EDIT, file.namespace())) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN, "You may not make pipelines in namespace " + file.namespace());
    }
    return file;
  }
}
