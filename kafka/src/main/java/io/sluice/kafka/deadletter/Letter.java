package io.sluice.kafka.deadletter;

import io.sluice.state.deadletter.ErrorSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that a sink could not process.
 *
 * @param partition of the dead letters' topic
 * @param offset in that partition
 * @param at when it was set aside, or the record's own time where it has one
 * @param stage what failed, as Connect calls it: {@code TASK_PUT}, {@code VALUE_CONVERTER}...
 * @param component the class that failed
 * @param errorClass the exception's
 * @param message the exception's; may quote the record
 * @param topic where the record came from; empty when Connect did not say
 * @param topicPartition where in that topic
 * @param topicOffset where in that partition
 * @param key as it lay in the topic
 * @param value as it lay in the topic
 * @param headers the record's own, Connect's and ours
 */
public record Letter(
    int partition,
    long offset,
    Instant at,
    String stage,
    String component,
    String errorClass,
    String message,
    String topic,
    OptionalLong topicPartition,
    OptionalLong topicOffset,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Headers headers) {
  /** What Connect says of a failure begins so. */
  static final String ERRORS = "__connect.errors.";

  /**
   * On a record that was sent through again: the letter that it was, {@code partition:offset}, and
   * behind a space the replay that sent it.
   */
  static final String REPLAYED_FROM = "sluice.replayed-from";

  private static final int LONGEST_MESSAGE = 4_000;

  static Letter of(ConsumerRecord<byte[], byte[]> each) {
    return new Letter(
        each.partition(),
        each.offset(),
        Instant.ofEpochMilli(each.timestamp()),
        text(each, "stage"),
        text(each, "class.name"),
        text(each, "exception.class.name"),
        text(each, "exception.message"),
        text(each, "topic"),
        number(each, "partition"),
        number(each, "offset"),
        each.key(),
        each.value(),
        each.headers());
  }

  /** Equal for errors of one kind. */
  public String signature() {
    return ErrorSignature.of(errorClass, message);
  }

  /**
   * The same without key, value and the headers of others, for who keeps many: its message is cut.
   */
  public Letter bare() {
    Headers kept = new RecordHeaders();
    headers.headers(REPLAYED_FROM).forEach(kept::add);
    return new Letter(
        partition,
        offset,
        at,
        stage,
        component,
        errorClass,
        message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message,
        topic,
        topicPartition,
        topicOffset,
        null,
        null,
        kept);
  }

  /** How often it was tried: once, and once more with each replay. */
  public int attempts() {
    int attempts = 1;
    Iterator<Header> replays = headers.headers(REPLAYED_FROM).iterator();
    while (replays.hasNext()) {
      replays.next();
      attempts++;
    }
    return attempts;
  }

  /** The replay that has sent it through last; empty if none has. */
  String replay() {
    Header header = headers.lastHeader(REPLAYED_FROM);
    String said = header == null ? "" : text(header);
    return said.substring(said.indexOf(' ') + 1);
  }

  /** Which one it is in its topic. */
  String place() {
    return partition + ":" + offset;
  }

  /** Of several, the one that Connect added last: a letter may have been a dead letter before. */
  private static String text(ConsumerRecord<byte[], byte[]> each, String name) {
    Header header = each.headers().lastHeader(ERRORS + name);
    return header == null || header.value() == null ? "" : text(header);
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  private static OptionalLong number(ConsumerRecord<byte[], byte[]> each, String name) {
    String text = text(each, name);
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
