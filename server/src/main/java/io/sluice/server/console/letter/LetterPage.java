package io.sluice.server.console.letter;

import io.sluice.engine.deadletter.RecordCodec;
import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Copy;
import io.sluice.server.console.page.Curl;
import io.sluice.server.console.page.Docs;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.PipelineHead;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Tab;
import io.sluice.server.console.page.Tone;
import io.sluice.server.console.page.Trouble;
import io.sluice.server.console.text.Times;
import io.sluice.server.operate.LetterJob;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters.Status;
import io.sluice.state.deadletter.DeadLetters.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter: where, why, what became of it, and its record for who may see it.
 *
 * @param values empty where they may not be seen, were purged, or cannot be read
 * @param unreadable why there is no record to be seen; empty if there is one
 * @param note what cannot be done with it, and why; empty if there is nothing to say
 * @param actions empty for who may not act, and where there is nothing to do
 */
public record LetterPage(
    Frame frame,
    PipelineHead head,
    String id,
    Status status,
    Tone tone,
    String kindAddress,
    Trouble trouble,
    List<Fact> facts,
    List<Event> events,
    Optional<Values> values,
    Optional<String> unreadable,
    String download,
    Optional<String> note,
    Optional<Actions> actions,
    List<Copy> copies) {
  public LetterPage {
    facts = List.copyOf(facts);
    events = List.copyOf(events);
    copies = List.copyOf(copies);
  }

  /** Something that is known of it. */
  public record Fact(String name, String value) {
    private static final int SHORT = 60;

    /** Whether it needs the width of the page, as positions of sources do. */
    public boolean isLong() {
      return value.length() > SHORT;
    }
  }

  /**
   * Something that happened to it.
   *
   * @param letter another letter that has to do with it; empty if none has
   */
  public record Event(Instant at, String ago, String what, Optional<Other> letter) {
    /** Another letter. */
    public record Other(String name, String address) {}
  }

  /**
   * What can be done with it now.
   *
   * @param edit empty where there are no copies
   * @param test empty where nothing is tried out
   */
  public record Actions(
      String replay, String purge, Optional<String> edit, Optional<String> test, boolean isCopy) {
    /** Of a letter, to be replayed and purged. */
    static Actions of(
        String pipeline, String id, Optional<String> edit, Optional<String> test, boolean isCopy) {
      String query = Addresses.query("", Map.of("id", id));
      return new Actions(
          LetterAddresses.act(pipeline, LetterJob.Kind.REPLAY, query),
          LetterAddresses.act(pipeline, LetterJob.Kind.PURGE, query),
          edit,
          test,
          isCopy);
    }
  }

  /** For a visitor. */
  public static LetterPage of(Frame frame, Reading reading, Stored stored, List<Long> copiesOfIt) {
    DeadLetter letter = stored.letter();
    String pipeline = letter.pipeline();
    String namespace = reading.pipeline().namespace();
    boolean look = frame.may(Permission.LOOK_AT_RECORDS, namespace);
    Seen seen = Seen.of(stored, look);
    List<Fact> facts = new ArrayList<>();
    fact(facts, "Stage", letter.stage().name().toLowerCase(Locale.ROOT));
    fact(facts, letter.stage() == DeadLetter.Stage.SINK ? "Sink" : "Component", letter.component());
    fact(facts, "Topic", letter.topic());
    fact(facts, "Partition", letter.partition());
    fact(facts, "Offset", letter.offset());
    fact(facts, "Source partition", letter.sourcePartition());
    fact(facts, "Source offset", look ? letter.sourceOffset() : null);
    fact(facts, "Key hash", seen.keyHash());
    fact(facts, "Pipeline version", letter.pipelineVersion());
    fact(facts, "Error class", letter.errorClass());
    fact(facts, "Kind of error", stored.signature());
    return new LetterPage(
        frame,
        PipelineHead.of(frame, reading, Tab.LETTERS).copying(List.of()),
        "" + stored.id(),
        stored.status(),
        tone(stored.status()),
        LetterAddresses.kind(pipeline, stored.signature()),
        trouble(stored, look),
        facts,
        events(stored, copiesOfIt, frame.now()),
        seen.values(),
        seen.missing(),
        LetterAddresses.download(pipeline, "" + stored.id()),
        Optional.empty(),
        stored.status() == Status.OPEN && frame.may(Permission.OPERATE, namespace)
            ? Optional.of(actions(stored))
            : Optional.empty(),
        copies(pipeline, "" + stored.id()));
  }

  /**
   * What of the record can be shown.
   *
   * @param keyHash empty if it has no key, or there is no record
   */
  private record Seen(String keyHash, Optional<Values> values, Optional<String> missing) {
    static Seen of(Stored stored, boolean look) {
      byte[] record = stored.letter().record();
      if (record.length == 0) {
        return new Seen("", Optional.empty(), Optional.of("Its record was purged."));
      }
      try {
        return new Seen(
            Optional.ofNullable(RecordCodec.keyHash(RecordCodec.decode(record))).orElse(""),
            look ? Optional.of(Values.of(RecordText.of(record))) : Optional.empty(),
            look
                ? Optional.empty()
                : Optional.of(
                    "You may not look at records here: that needs the role operator in this"
                        + " namespace."));
      } catch (DataException unreadable) {
        return new Seen(
            "",
            Optional.empty(),
            Optional.of("Its record cannot be read: " + unreadable.getMessage() + "."));
      }
    }
  }

  private static Actions actions(Stored stored) {
    String pipeline = stored.letter().pipeline();
    return Actions.of(
        pipeline,
        "" + stored.id(),
        Optional.of(LetterAddresses.edit(pipeline, stored.id())),
        Optional.of(LetterAddresses.test(pipeline, stored.id())),
        stored.copyOf() != null);
  }

  static void fact(List<Fact> facts, String name, @Nullable Object value) {
    String text = value == null ? "" : value.toString();
    if (!text.isEmpty()) {
      facts.add(new Fact(name, text));
    }
  }

  static Tone tone(Status status) {
    return switch (status) {
      case OPEN -> Tone.BAD;
      case REPLAYED -> Tone.GOOD;
      case PURGED -> Tone.IDLE;
    };
  }

  private static Trouble trouble(Stored stored, boolean withMessage) {
    DeadLetter letter = stored.letter();
    String error = KindRow.simple(letter.errorClass());
    return new Trouble(
        tone(stored.status()),
        withMessage && !letter.errorMessage().isEmpty()
            ? error + ": " + ShownText.cut(letter.errorMessage())
            : error,
        Optional.of(KindRow.where(letter.stage(), letter.component())),
        stored.status() == Status.OPEN ? Optional.of(remedy(letter.stage())) : Optional.empty(),
        Optional.of(Docs.link("docs/how-to/handle-dead-letters.md")),
        Optional.of(stored.firstSeen()));
  }

  private static String remedy(DeadLetter.Stage stage) {
    return switch (stage) {
      case SOURCE -> "Correct the data at its source, then purge the letter.";
      case TRANSFORM ->
          "Correct the transform in the pipeline's file, or the record in a copy; then replay it.";
      case SCHEMA ->
          "Let the change become a version of the schema, change the contract, or edit a copy; then"
              + " replay it.";
      case SINK -> "Mend the target or the sink's settings, or edit a copy; then replay it.";
    };
  }

  private static List<Event> events(Stored stored, List<Long> copies, Instant now) {
    String pipeline = stored.letter().pipeline();
    List<Event> events = new ArrayList<>();
    Long original = stored.copyOf();
    if (original == null) {
      events.add(event(stored.firstSeen(), now, "It was set aside.", Optional.empty()));
    } else {
      events.add(
          event(
              stored.firstSeen(),
              now,
              "It was made as a copy; edited last by " + stored.madeBy() + ".",
              Optional.of(other("letter " + original, pipeline, original))));
    }
    if (stored.attempts() > 1) {
      events.add(
          event(
              stored.lastSeen(),
              now,
              "It failed " + stored.attempts() + " times in all.",
              Optional.empty()));
    }
    for (long copy : copies) {
      events.add(
          event(
              stored.firstSeen(),
              now,
              "A copy was made of it.",
              Optional.of(other("copy " + copy, pipeline, copy))));
    }
    if (stored.status() != Status.OPEN) {
      String by = stored.closedBy() == null ? "" : " by " + stored.closedBy();
      String why = stored.reason() == null ? "" : ": " + stored.reason();
      events.add(
          event(
              stored.lastSeen(),
              now,
              "It was " + stored.status().name().toLowerCase(Locale.ROOT) + by + why + ".",
              Optional.empty()));
    }
    return events;
  }

  private static Event event(Instant at, Instant now, String what, Optional<Event.Other> letter) {
    return new Event(at, Times.ago(at, now), what, letter);
  }

  private static Event.Other other(String name, String pipeline, long id) {
    return new Event.Other(name, LetterAddresses.letter(pipeline, id));
  }

  static List<Copy> copies(String pipeline, String id) {
    return List.of(
        new Copy("Command", "sluice dlq show " + pipeline + " " + id),
        new Copy("API call", Curl.get(LetterAddresses.call(pipeline, id))));
  }
}
