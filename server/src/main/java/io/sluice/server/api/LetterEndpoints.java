package io.sluice.server.api;

import static io.sluice.server.access.Permission.LOOK_AT_RECORDS;
import static io.sluice.server.access.Permission.SEE;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.engine.deadletter.RecordCodec;
import io.sluice.server.api.document.JsonText;
import io.sluice.server.api.document.LetterDocument;
import io.sluice.server.api.document.LetterList;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Paging;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.LetterPlaces;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.Engine;
import io.sluice.server.view.PipelineView;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.deadletter.LetterCopies;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Dead letters of pipelines. Their messages may quote values, so not everybody sees them. */
final class LetterEndpoints {
  private static final String TAG = "dead letters";

  private final DeadLetters letters;
  private final LetterCopies copies;
  private final TopicLetterAnswers topics;
  private final PipelineEndpoints pipelines;

  LetterEndpoints(
      DeadLetters letters,
      LetterCopies copies,
      LetterOperations operations,
      PipelineEndpoints pipelines) {
    this.letters = letters;
    this.copies = copies;
    this.topics = new TopicLetterAnswers(operations);
    this.pipelines = pipelines;
  }

  List<Route> routes() {
    return List.of(
        Drafts.get("/dead-letters", SEE)
            .described("listDeadLetters", TAG, "Dead letters, the oldest first, without records")
            .query(
                Parameter.choice(
                    "status", List.of("open", "replayed", "purged"), "What became of them; open"))
            .query(Parameter.text("signature", "Only those of this kind of error"))
            .paged()
            .answers(Reply.json(200, LetterList.class, "A page of letters"))
            .does(request -> Answer.json(list(request))),
        Drafts.get("/dead-letters/{letter}", LOOK_AT_RECORDS)
            .part("letter", "Id of a dead letter")
            .described("getDeadLetter", TAG, "A dead letter with its record's values")
            .answers(Reply.json(200, LetterDocument.class, "The letter"))
            .does(this::one),
        Drafts.get("/dead-letters/{letter}/record", LOOK_AT_RECORDS)
            .part("letter", "Id of a dead letter")
            .described("downloadDeadLetter", TAG, "The whole record of a letter, as a file")
            .answers(Reply.text("application/json", "The record, however large it is"))
            .does(this::record));
  }

  private LetterList list(Request request) {
    PipelineView view = pipelines.named(request);
    return view.onKafka() ? topics.list(request, view) : inState(request, view);
  }

  /** An empty list says that there are none, which is not so where they may lie in topics. */
  private void requireKnown(PipelineView view) {
    if (view.engine() == Engine.UNKNOWN
        && letters.count(new DeadLetters.Filter(view.name(), null, null, null, Set.of())) == 0) {
      throw LetterPlaces.unknown(view);
    }
  }

  private LetterList inState(Request request, PipelineView view) {
    requireKnown(view);
    Paging page = request.paging();
    DeadLetters.Filter wanted =
        new DeadLetters.Filter(
            view.name(), status(request), request.text("signature").orElse(null), null, Set.of());
    long after = page.after().map(Long::parseLong).orElse(0L);
    List<DeadLetters.Stored> found = letters.listBare(wanted, after, page.limit() + 1);
    boolean more = found.size() > page.limit();
    List<DeadLetters.Stored> kept = more ? found.subList(0, page.limit()) : found;
    boolean messages = request.who().may(LOOK_AT_RECORDS, view.namespace());
    return new LetterList(
        kept.stream().map(one -> LetterDocument.of(one, messages)).toList(),
        more ? page.cursor("" + kept.get(kept.size() - 1).id()) : null,
        null);
  }

  /** What is to have become of letters that are listed. */
  static DeadLetters.Status status(Request request) {
    return DeadLetters.Status.valueOf(
        request.text("status").orElse("open").toUpperCase(Locale.ROOT));
  }

  private Answer one(Request request) {
    PipelineView view = pipelines.named(request);
    return view.onKafka() ? topics.one(request, view) : answer(200, stored(request));
  }

  /** A letter with its record, which may be edited if it is a copy. */
  Answer answer(int status, DeadLetters.Stored stored) {
    byte[] record = stored.letter().record();
    JsonNode values = record.length == 0 ? null : JsonText.parsed(RecordCodec.toJson(record));
    return Answer.json(status, LetterDocument.of(stored, true).with(values, copies.of(stored.id())))
        .version(stored.version());
  }

  private Answer record(Request request) {
    PipelineView view = pipelines.named(request);
    if (view.onKafka()) {
      return topics.record(request, view);
    }
    DeadLetters.Stored stored = stored(request);
    byte[] record = stored.letter().record();
    if (record.length == 0) {
      throw new Refusal(Refusal.Kind.NOT_FOUND, "dead letter " + stored.id() + " was purged", null);
    }
    return Answer.text("application/json; charset=utf-8", RecordCodec.toJson(record))
        .with(
            "Content-Disposition", "attachment; filename=\"dead-letter-" + stored.id() + ".json\"");
  }

  /** The letter in the path. */
  DeadLetters.Stored stored(Request request) {
    return stored(pipelines.withLettersInState(request).name(), request.partNumber("letter"));
  }

  /**
   * A letter of a pipeline.
   *
   * @throws Refusal if it has none of that id
   */
  DeadLetters.Stored stored(String pipeline, long id) {
    return letters
        .find(id)
        .filter(found -> found.letter().pipeline().equals(pipeline))
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "pipeline " + pipeline + " has no dead letter " + id,
                    null));
  }
}
