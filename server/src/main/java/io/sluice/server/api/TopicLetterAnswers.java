package io.sluice.server.api;

import static io.sluice.server.access.Permission.LOOK_AT_RECORDS;

import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.kafka.deadletter.pipeline.LetterRecord;
import io.sluice.server.api.document.LetterDocument;
import io.sluice.server.api.document.LetterList;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Paging;
import io.sluice.server.http.route.Request;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.TopicLetters;
import io.sluice.server.operate.TopicLetters.Listed;
import io.sluice.server.operate.TopicLetters.Query;
import io.sluice.server.view.PipelineView;
import java.util.List;

/** Dead letters of pipelines on Kafka, as they are answered. Thread-safe. */
final class TopicLetterAnswers {
  private final LetterOperations operations;

  TopicLetterAnswers(LetterOperations operations) {
    this.operations = operations;
  }

  /** A page of them, the oldest of each partition first. */
  LetterList list(Request request, PipelineView view) {
    Paging page = request.paging();
    TopicLetters.Page read =
        operations
            .inTopics()
            .list(
                view.name(),
                new Query(
                    LetterEndpoints.status(request),
                    request.text("signature"),
                    page.after().flatMap(LetterId::parse),
                    false,
                    page.limit() + 1));
    List<Listed> found = read.letters();
    boolean more = found.size() > page.limit();
    List<Listed> kept = more ? found.subList(0, page.limit()) : found;
    boolean messages = request.who().may(LOOK_AT_RECORDS, view.namespace());
    return new LetterList(
        kept.stream().map(one -> LetterDocument.of(view.name(), one, messages)).toList(),
        more ? page.cursor(kept.get(kept.size() - 1).id().toString()) : null,
        read.readAt());
  }

  /** One with its record, for who may look at records. */
  Answer one(Request request, PipelineView view) {
    Listed found = found(request, view);
    return Answer.json(
            200,
            LetterDocument.of(view.name(), found, true)
                .with(LetterRecord.of(found.letter()), List.of()))
        .version(found.id() + " " + found.status());
  }

  /** Its record, as a file. */
  Answer record(Request request, PipelineView view) {
    Listed found = found(request, view);
    String name = found.id().toString().replaceAll("[^A-Za-z0-9.-]", "-");
    return Answer.text(
            "application/json; charset=utf-8", LetterRecord.of(found.letter()).toPrettyString())
        .with("Content-Disposition", "attachment; filename=\"dead-letter-" + name + ".json\"");
  }

  private Listed found(Request request, PipelineView view) {
    return operations.inTopics().find(view.name(), request.part("letter"));
  }
}
