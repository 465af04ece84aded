package io.sluice.server.api;

import static io.sluice.server.access.Permission.LOOK_AT_RECORDS;
import static io.sluice.server.access.Permission.SEE;

import io.sluice.contract.event.SchemaEvent;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import io.sluice.server.api.document.DecisionDocument;
import io.sluice.server.api.document.DecisionList;
import io.sluice.server.api.document.DifferenceDocument;
import io.sluice.server.api.document.SchemaCheckDocument;
import io.sluice.server.api.document.SchemaCheckRequest;
import io.sluice.server.api.document.SchemaReferenceDocument;
import io.sluice.server.api.document.SubjectDocument;
import io.sluice.server.api.document.SubjectList;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Paging;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;
import io.sluice.server.schema.SchemaDesk;
import io.sluice.server.schema.Subjects;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Schemas of the registry that the project names. A subject's name may have a slash in it, so it
 * stands in the query. Thread-safe.
 */
final class SchemaEndpoints {
  private static final String TAG = "schemas";
  private static final String PATH = Drafts.ROOT + "/schemas";
  private static final String SUBJECT = "subject";
  private static final int HIGHEST = Integer.MAX_VALUE;

  private final SchemaDesk desk;

  SchemaEndpoints(SchemaDesk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        seen(Route.get(PATH))
            .described("listSubjects", TAG, "The subjects of the schema registry, by name")
            .query(Parameter.text("q", "In the name, or in that of a pipeline that uses it"))
            .paged()
            .answers(Reply.json(200, SubjectList.class, "A page of subjects"))
            .does(request -> Answer.json(list(request))),
        ofSubject(Route.get(PATH + "/subject"))
            .described("getSubject", TAG, "A subject at one of its versions")
            .query(Parameter.number("version", 1, HIGHEST, "Which; the newest if not said"))
            .answers(Reply.json(200, SubjectDocument.class, "The subject"))
            .does(request -> Answer.json(subject(request))),
        ofSubject(Route.get(PATH + "/difference"))
            .described("compareVersions", TAG, "What differs between two versions, and who breaks")
            .query(Parameter.number("from", 1, HIGHEST, "The first version"))
            .query(Parameter.number("to", 1, HIGHEST, "The second version"))
            .answers(Reply.json(200, DifferenceDocument.class, "The difference"))
            .does(request -> Answer.json(difference(request))),
        seen(Route.get(PATH + "/decisions"))
            .described("listSchemaDecisions", TAG, "What contracts decided, newest first")
            .query(
                Parameter.text(
                    SUBJECT, "About this one; without it, what somebody may have to act on"))
            .query(Parameter.number(Paging.LIMIT, 1, Paging.MOST, "How many at most"))
            .answers(Reply.json(200, DecisionList.class, "The decisions"))
            .does(request -> Answer.json(decisions(request))),
        seen(Route.post(PATH + "/check"))
            .described("checkSchema", TAG, "Judges a schema, and registers nothing")
            .takes(Body.json(SchemaCheckRequest.class))
            .answers(Reply.json(200, SchemaCheckDocument.class, "What it would be"))
            .does(request -> Answer.json(check(request.body(SchemaCheckRequest.class)))));
  }

  private static RouteDraft seen(RouteDraft draft) {
    return draft.needs(Access.everywhere(SEE));
  }

  private static RouteDraft ofSubject(RouteDraft draft) {
    return seen(draft).query(Parameter.text(SUBJECT, "Its name; needed"));
  }

  private SubjectList list(Request request) {
    Paging page = request.paging();
    Subjects found = desk.subjects(request.text("q").orElse(""), page.after(), page.limit());
    return new SubjectList(
        found.registry(),
        found.total(),
        found.lines().stream().map(SubjectDocument::of).toList(),
        found.next().map(page::cursor).orElse(null));
  }

  private SubjectDocument subject(Request request) {
    OptionalLong version = request.number("version");
    return SubjectDocument.of(
        desk.subject(
            needed(request),
            version.isPresent() ? Optional.of((int) version.getAsLong()) : Optional.empty()));
  }

  private DifferenceDocument difference(Request request) {
    return DifferenceDocument.of(
        desk.difference(needed(request), number(request, "from"), number(request, "to")));
  }

  private DecisionList decisions(Request request) {
    int most = (int) request.number(Paging.LIMIT).orElse(Paging.USUAL);
    List<SchemaEvent> found =
        request
            .text(SUBJECT)
            .map(subject -> desk.decisions(subject, most))
            .orElseGet(() -> desk.troubles(most));
    boolean look = request.who().mayEverywhere(LOOK_AT_RECORDS);
    return new DecisionList(found.stream().map(one -> DecisionDocument.of(one, look)).toList());
  }

  private SchemaCheckDocument check(SchemaCheckRequest asked) {
    SchemaType type =
        SchemaType.named(asked.type())
            .orElseThrow(() -> wrong("#/type", "expected AVRO, JSON or PROTOBUF"));
    List<SchemaReference> references =
        Optional.ofNullable(asked.references()).orElse(List.of()).stream()
            .map(SchemaReferenceDocument::reference)
            .toList();
    return SchemaCheckDocument.of(desk.check(asked.subject(), type, asked.schema(), references));
  }

  private static String needed(Request request) {
    return request
        .text(SUBJECT)
        .orElseThrow(() -> wrong("query:" + SUBJECT, "expected the name of a subject"));
  }

  private static int number(Request request, String name) {
    return (int)
        request
            .number(name)
            .orElseThrow(() -> wrong("query:" + name, "expected the number of a version"));
  }

  private static ProblemException wrong(String pointer, String expected) {
    return ProblemException.badRequest(List.of(new Fault(pointer, expected)));
  }
}
