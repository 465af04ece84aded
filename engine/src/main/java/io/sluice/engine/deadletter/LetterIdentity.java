package io.sluice.engine.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.engine.lane.TracedRecord.Origin;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.deadletter.DeadLetter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What makes a refused record the same one when the source hands it out again: where it lay in the
 * source and its key; where that does not name one record, its data as well. Not where it lay in
 * its lane, for that changes, nor its data in general: many records say when they were read.
 *
 * <p>Two things of Debezium's format are known here. An envelope tells of itself when it was
 * processed ({@code ts_ms} and its like), and in its {@code source} block what the position says as
 * well; both are left out. And the offset of a row that a snapshot read names the snapshot, or how
 * far the stream was beside it, not the row: each time that the table is read it is another. There
 * a row is known by its key and data, or by its data and place if it has no key.
 */
final class LetterIdentity {
  private static final int KEY_HASH_BYTES = 6;
  private static final String ENVELOPE = ".Envelope";
  private static final Set<String> OF_THE_READING = Set.of("source", "ts_ms", "ts_us", "ts_ns");

  private final MessageDigest sha256;

  private LetterIdentity() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  static byte[] of(
      DeadLetter.Stage stage, String component, ConnectRecord<?> record, Origin origin) {
    LetterIdentity identity = new LetterIdentity();
    identity.text(stage.name());
    identity.text(component);
    identity.text(record.topic());
    identity.value(record.keySchema(), record.key());
    if (identity.position(origin, record.key() != null)) {
      return identity.sha256.digest();
    }
    if (record.value() instanceof Struct struct
        && struct.schema().name() != null
        && struct.schema().name().endsWith(ENVELOPE)) {
      for (Field field : struct.schema().fields()) {
        if (!OF_THE_READING.contains(field.name())) {
          identity.text(field.name());
          identity.value(field.schema(), struct.getWithoutDefault(field.name()));
        }
      }
    } else {
      identity.value(record.valueSchema(), record.value());
    }
    return identity.sha256.digest();
  }

  /** The same digits for equal keys, and nothing of what is in them; null without a key. */
  static @Nullable String keyHash(ConnectRecord<?> record) {
    if (record.key() == null) {
      return null;
    }
    LetterIdentity identity = new LetterIdentity();
    identity.value(record.keySchema(), record.key());
    return HexFormat.of().formatHex(identity.sha256.digest(), 0, KEY_HASH_BYTES);
  }

  /** Returns whether the position names one record, so that its data need not be looked at. */
  private boolean position(Origin origin, boolean keyed) {
    json(origin.partition());
    Map<String, ?> offset = origin.offset();
    if (origin.read() || offset != null && namesSnapshot(offset.get("snapshot"))) {
      text(keyed ? null : Long.toString(origin.ordinal()));
      return false;
    }
    json(offset);
    text(Long.toString(origin.ordinal()));
    return offset != null && !offset.isEmpty();
  }

  private static boolean namesSnapshot(@Nullable Object marker) {
    return marker != null && !"false".equals(marker.toString());
  }

  private void json(@Nullable Map<String, ?> map) {
    text(map == null ? null : CanonicalJson.write(map));
  }

  private void value(@Nullable Schema schema, @Nullable Object value) {
    part(RecordCodec.encode(new SinkRecord("", 0, null, null, schema, value, 0)));
  }

  private void text(@Nullable String text) {
    part(text == null ? null : text.getBytes(UTF_8));
  }

  /** Each part with its length, so that no two sequences of parts look alike. */
  private void part(byte @Nullable [] bytes) {
    sha256.update(ByteBuffer.allocate(4).putInt(bytes == null ? -1 : bytes.length).array());
    if (bytes != null) {
      sha256.update(bytes);
    }
  }
}
