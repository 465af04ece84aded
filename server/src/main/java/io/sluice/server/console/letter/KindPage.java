package io.sluice.server.console.letter;

import io.sluice.kafka.deadletter.Letter;
import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Copy;
import io.sluice.server.console.page.Curl;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.PipelineHead;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Tab;
import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.TopicLetters;
import io.sluice.server.operate.TopicLetters.Listed;
import io.sluice.state.deadletter.DeadLetters.Status;
import io.sluice.state.deadletter.DeadLetters.Stored;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The letters of one kind of error, the newest first.
 *
 * @param open how many are open
 * @param readAt as of when the topics tell it; empty where it is of now
 * @param older the address of the next page; empty on the last
 */
public record KindPage(
    Frame frame,
    PipelineHead head,
    String signature,
    Status status,
    long open,
    List<LettersPage.Choice> statuses,
    List<Row> rows,
    Optional<Instant> readAt,
    Optional<String> older,
    boolean mayOperate,
    List<Copy> copies) {
  /** How many letters a page shows. */
  public static final int MOST = 100;

  public KindPage {
    statuses = List.copyOf(statuses);
    rows = List.copyOf(rows);
    copies = List.copyOf(copies);
  }

  /** A letter in the list. */
  public record Row(
      String id,
      String address,
      Optional<Long> copyOf,
      String where,
      String topic,
      String place,
      String error,
      Optional<String> message,
      int attempts,
      String lastSeen,
      String at) {}

  /**
   * Of a part of the list.
   *
   * @param letters newest first; one more than are shown where there are older ones
   */
  public static KindPage of(
      Frame frame,
      Reading reading,
      String signature,
      Status status,
      long open,
      List<Stored> letters) {
    boolean messages = frame.may(Permission.LOOK_AT_RECORDS, reading.pipeline().namespace());
    return page(
        frame,
        reading,
        signature,
        status,
        open,
        letters.stream().map(one -> row(one, messages, frame)).toList(),
        Optional.empty());
  }

  /** The same of a pipeline on Kafka, the newest of each partition first. */
  public static KindPage inTopics(
      Frame frame,
      Reading reading,
      String signature,
      Status status,
      long open,
      TopicLetters.Page letters) {
    String pipeline = reading.pipeline().name();
    boolean messages = frame.may(Permission.LOOK_AT_RECORDS, reading.pipeline().namespace());
    return page(
        frame,
        reading,
        signature,
        status,
        open,
        letters.letters().stream().map(one -> row(pipeline, one, messages, frame)).toList(),
        Optional.of(letters.readAt()));
  }

  private static KindPage page(
      Frame frame,
      Reading reading,
      String signature,
      Status status,
      long open,
      List<Row> rows,
      Optional<Instant> readAt) {
    String pipeline = reading.pipeline().name();
    boolean more = rows.size() > MOST;
    List<Row> shown = more ? rows.subList(0, MOST) : rows;
    return new KindPage(
        frame,
        PipelineHead.of(frame, reading, Tab.LETTERS).copying(List.of()),
        signature,
        status,
        open,
        List.of(Status.values()).stream()
            .map(
                one ->
                    new LettersPage.Choice(
                        word(one), address(pipeline, signature, one, ""), one == status))
            .toList(),
        shown,
        readAt,
        more
            ? Optional.of(address(pipeline, signature, status, shown.get(shown.size() - 1).id()))
            : Optional.empty(),
        frame.may(Permission.OPERATE, reading.pipeline().namespace()),
        List.of(
            new Copy("Command", "sluice dlq replay " + pipeline + " --signature " + signature),
            new Copy(
                "API call",
                Curl.get(
                    "/api/v1"
                        + Addresses.pipeline(pipeline, "dead-letters")
                        + "?signature="
                        + signature))));
  }

  private static String address(String pipeline, String signature, Status status, String before) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("signature", signature);
    query.put("status", status == Status.OPEN ? "" : word(status));
    query.put("before", before);
    return Addresses.query(LetterAddresses.of(pipeline), query);
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static Row row(Stored one, boolean messages, Frame frame) {
    Long offset = one.letter().offset();
    String message = one.letter().errorMessage();
    return new Row(
        "" + one.id(),
        LetterAddresses.letter(one.letter().pipeline(), one.id()),
        Optional.ofNullable(one.copyOf()),
        KindRow.where(one.letter().stage(), one.letter().component()),
        Optional.ofNullable(one.letter().topic()).orElse(Figures.NONE),
        offset == null ? Figures.NONE : one.letter().partition() + " : " + offset,
        KindRow.simple(one.letter().errorClass()),
        messages && !message.isEmpty() ? Optional.of(KindRow.brief(message)) : Optional.empty(),
        one.attempts(),
        Times.ago(one.lastSeen(), frame.now()),
        Times.moment(one.lastSeen()));
  }

  private static Row row(String pipeline, Listed one, boolean messages, Frame frame) {
    Letter letter = one.letter();
    OptionalLong partition = letter.topicPartition();
    OptionalLong offset = letter.topicOffset();
    return new Row(
        one.id().toString(),
        LetterAddresses.letter(pipeline, one.id().toString()),
        Optional.empty(),
        KindRow.where(one.id().sink(), letter),
        letter.topic().isEmpty() ? Figures.NONE : letter.topic(),
        partition.isPresent() && offset.isPresent()
            ? partition.getAsLong() + " : " + offset.getAsLong()
            : Figures.NONE,
        KindRow.simple(letter.errorClass()),
        messages && !letter.message().isEmpty()
            ? Optional.of(KindRow.brief(letter.message()))
            : Optional.empty(),
        letter.attempts(),
        Times.ago(letter.at(), frame.now()),
        Times.moment(letter.at()));
  }

  /** Having something done with all open ones of this kind. */
  public String act(LetterJob.Kind kind) {
    return LetterAddresses.act(head.pipeline().name(), kind, "?signature=" + signature);
  }
}
