package io.sluice.server.api;

import static io.sluice.server.access.Permission.LOOK_AT_RECORDS;
import static io.sluice.server.access.Permission.OPERATE;

import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.engine.deadletter.edit.RecordTextException;
import io.sluice.server.api.document.LetterDocument;
import io.sluice.server.api.document.RecordEditDocument;
import io.sluice.server.api.document.RehearsalDocument;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.Refusal;
import io.sluice.state.deadletter.DeadLetters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Edited copies of dead letters, and trying out what would become of them. Thread-safe. */
final class LetterCopyEndpoints {
  private static final String TAG = "dead letters";
  private static final String LETTER = "letter";

  private final LetterOperations operations;
  private final LetterEndpoints letters;

  LetterCopyEndpoints(LetterOperations operations, LetterEndpoints letters) {
    this.operations = operations;
    this.letters = letters;
  }

  List<Route> routes() {
    return List.of(
        Drafts.post("/dead-letters/{letter}/copies", OPERATE)
            .part(LETTER, "Id of an open dead letter")
            .described(
                "copyDeadLetter", TAG, "Makes an edited copy, which is replayed in its place")
            .takes(Body.json(RecordEditDocument.class))
            .answers(Reply.json(201, LetterDocument.class, "The copy; Location tells where"))
            .does(this::copy),
        Drafts.put("/dead-letters/{letter}/record", OPERATE)
            .part(LETTER, "Id of a copy")
            .described("editDeadLetterCopy", TAG, "Changes the record of an open copy")
            .needsVersion()
            .takes(Body.json(RecordEditDocument.class))
            .answers(Reply.json(200, LetterDocument.class, "The copy, with its new ETag"))
            .does(this::edit),
        Drafts.get("/dead-letters/{letter}/test", LOOK_AT_RECORDS)
            .part(LETTER, "Id of a dead letter")
            .described("testDeadLetter", TAG, "What would become of it now; nothing is written")
            .answers(Reply.json(200, RehearsalDocument.class, "Step by step"))
            .does(request -> test(request, Optional.empty())),
        Drafts.post("/dead-letters/{letter}/test", LOOK_AT_RECORDS)
            .part(LETTER, "Id of a dead letter")
            .described("testEditedDeadLetter", TAG, "The same with another record in its place")
            .takes(Body.json(RecordEditDocument.class))
            .answers(Reply.json(200, RehearsalDocument.class, "Step by step"))
            .does(request -> test(request, Optional.of(request.body(RecordEditDocument.class)))));
  }

  private Answer copy(Request request) {
    DeadLetters.Stored letter = withRecord(request);
    RecordText edited =
        request.body(RecordEditDocument.class).appliedTo(RecordText.of(letter.letter().record()));
    long copy =
        fitting(
            () ->
                operations.copy(
                    request.who(),
                    letter.letter().pipeline(),
                    letter.id(),
                    edited,
                    Drafts.reason(request)));
    return letters
        .answer(201, letters.stored(letter.letter().pipeline(), copy))
        .with(
            "Location",
            Drafts.ROOT + "/pipelines/" + request.part("pipeline") + "/dead-letters/" + copy);
  }

  private Answer edit(Request request) {
    DeadLetters.Stored copy = withRecord(request);
    request.requireVersion(copy.version());
    byte[] before = copy.letter().record();
    RecordText edited = request.body(RecordEditDocument.class).appliedTo(RecordText.of(before));
    fitting(
        () -> {
          operations.edit(request.who(), copy.letter().pipeline(), copy.id(), before, edited);
          return copy;
        });
    return letters.answer(200, letters.stored(copy.letter().pipeline(), copy.id()));
  }

  private Answer test(Request request, Optional<RecordEditDocument> edited) {
    DeadLetters.Stored letter = withRecord(request);
    Optional<RecordText> text =
        edited.map(changed -> changed.appliedTo(RecordText.of(letter.letter().record())));
    return Answer.json(
        RehearsalDocument.of(
            fitting(() -> operations.rehearse(letter.letter().pipeline(), letter.id(), text))));
  }

  private DeadLetters.Stored withRecord(Request request) {
    DeadLetters.Stored letter = letters.stored(request);
    if (letter.status() == DeadLetters.Status.PURGED) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "dead letter " + letter.id() + " was purged: it has no record any more",
          null);
    }
    return letter;
  }

  private static <T> T fitting(Supplier<T> what) {
    try {
      return what.get();
    } catch (RecordTextException unfit) {
      String part = unfit.path().replaceFirst("[.\\[].*", "");
      throw new ProblemException(
          ProblemKind.INVALID,
          "The record does not fit its schema",
          "Nothing was written. Mend what the errors name, and send it again",
          List.of(Fault.ofBody("/" + part, unfit.path() + ": " + unfit.getMessage())),
          Map.of());
    }
  }
}
