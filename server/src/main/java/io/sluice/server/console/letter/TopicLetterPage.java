package io.sluice.server.console.letter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.pipeline.LetterRecord;
import io.sluice.server.access.Permission;
import io.sluice.server.console.letter.LetterPage.Actions;
import io.sluice.server.console.letter.LetterPage.Event;
import io.sluice.server.console.letter.LetterPage.Fact;
import io.sluice.server.console.page.Docs;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.PipelineHead;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Tab;
import io.sluice.server.console.page.Trouble;
import io.sluice.server.console.text.Times;
import io.sluice.server.operate.TopicLetters.Listed;
import io.sluice.state.deadletter.DeadLetters.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The page of a dead letter that lies in a topic. */
public final class TopicLetterPage {
  private static final String NO_COPIES =
      "Nothing in a topic is changed, so a letter there has no copies to be edited, and Connect"
          + " tries none out: it is replayed as it is.";

  private TopicLetterPage() {}

  /** For a visitor. */
  public static LetterPage of(Frame frame, Reading reading, Listed listed) {
    String pipeline = reading.pipeline().name();
    String namespace = reading.pipeline().namespace();
    boolean look = frame.may(Permission.LOOK_AT_RECORDS, namespace);
    boolean open = listed.status() == Status.OPEN;
    String id = listed.id().toString();
    Letter letter = listed.letter();
    return new LetterPage(
        frame,
        PipelineHead.of(frame, reading, Tab.LETTERS).copying(List.of()),
        id,
        listed.status(),
        LetterPage.tone(listed.status()),
        LetterAddresses.kind(pipeline, letter.signature()),
        trouble(listed, look),
        facts(listed),
        events(listed, frame),
        look ? Optional.of(Values.of(text(letter))) : Optional.empty(),
        look
            ? Optional.empty()
            : Optional.of(
                "You may not look at records here: that needs the role operator in this"
                    + " namespace."),
        LetterAddresses.download(pipeline, id),
        open ? Optional.of(NO_COPIES) : Optional.empty(),
        open && frame.may(Permission.OPERATE, namespace)
            ? Optional.of(Actions.of(pipeline, id, Optional.empty(), Optional.empty(), false))
            : Optional.empty(),
        LetterPage.copies(pipeline, id));
  }

  private static List<Fact> facts(Listed listed) {
    Letter letter = listed.letter();
    List<Fact> facts = new ArrayList<>();
    LetterPage.fact(facts, "Sink", listed.id().sink());
    LetterPage.fact(facts, "Stage in Connect", letter.stage());
    LetterPage.fact(facts, "Class", letter.component());
    LetterPage.fact(facts, "Topic", letter.topic());
    letter.topicPartition().ifPresent(one -> LetterPage.fact(facts, "Partition", one));
    letter.topicOffset().ifPresent(one -> LetterPage.fact(facts, "Offset", one));
    LetterPage.fact(facts, "Attempts", letter.attempts());
    LetterPage.fact(facts, "Error class", letter.errorClass());
    LetterPage.fact(facts, "Kind of error", letter.signature());
    return facts;
  }

  private static Trouble trouble(Listed listed, boolean withMessage) {
    Letter letter = listed.letter();
    String error = KindRow.simple(letter.errorClass());
    return new Trouble(
        LetterPage.tone(listed.status()),
        withMessage && !letter.message().isEmpty()
            ? error + ": " + ShownText.cut(letter.message())
            : error,
        Optional.of(KindRow.where(listed.id().sink(), letter)),
        listed.status() == Status.OPEN
            ? Optional.of("Mend the target, the converters or the sink's settings; then replay it.")
            : Optional.empty(),
        Optional.of(Docs.link("docs/how-to/handle-dead-letters.md")),
        Optional.of(letter.at()));
  }

  private static List<Event> events(Listed listed, Frame frame) {
    Letter letter = listed.letter();
    String ago = Times.ago(letter.at(), frame.now());
    List<Event> events = new ArrayList<>();
    events.add(
        new Event(
            letter.at(),
            ago,
            "The time of its record: Kafka keeps that, and not when the letter was set aside.",
            Optional.empty()));
    if (listed.status() != Status.OPEN) {
      events.add(
          new Event(
              letter.at(),
              ago,
              "It was "
                  + listed.status().name().toLowerCase(Locale.ROOT)
                  + "; who did it and when is in the audit log.",
              Optional.empty()));
    }
    return events;
  }

  private static RecordText text(Letter letter) {
    JsonNode record = LetterRecord.of(letter);
    return new RecordText(
        record.path("key").toPrettyString(), record.path("value").toPrettyString(), "[]");
  }
}
