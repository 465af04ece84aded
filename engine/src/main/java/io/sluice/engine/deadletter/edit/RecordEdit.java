package io.sluice.engine.deadletter.edit;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.deadletter.RecordCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Makes of a record, and of what somebody edited in it, another record. Stateless. */
public final class RecordEdit {
  private static final String HEADERS = "headers";
  private static final String NAME = "name";
  private static final String VALUE = "value";

  private RecordEdit() {}

  /**
   * The record with this key, this value and these headers; all else is as it was, the schemas too.
   * What says the same as before is kept to the last bit.
   *
   * @param record as it is kept
   * @throws RecordTextException if a text is no JSON, or does not fit the schema
   * @throws DataException if the bytes are no record
   */
  public static byte[] apply(byte[] record, RecordText edited) {
    ConnectRecord<?> before = RecordCodec.decode(record);
    RecordText said = RecordText.of(before);
    Object key = part("key", before.keySchema(), before.key(), said.key(), edited.key());
    Object value = part(VALUE, before.valueSchema(), before.value(), said.value(), edited.value());
    Headers headers = headers(before.headers(), said.headers(), edited.headers());
    return RecordCodec.encode(with(before, key, value, headers));
  }

  private static @Nullable Object part(
      String part, @Nullable Schema schema, @Nullable Object value, String said, String edited) {
    if (said.equals(edited)) {
      return value;
    }
    return ValueReader.read(
        schema,
        new ValueReader.Before(value, original(part, said)),
        LocatedJson.read(part, edited),
        part);
  }

  /** Null for a map of which two keys look alike as texts: it is read as if it were new. */
  private static @Nullable Located original(String part, String said) {
    try {
      return LocatedJson.read(part, said);
    } catch (RecordTextException ambiguous) {
      return null;
    }
  }

  private static Headers headers(Headers before, String said, String edited) {
    if (said.equals(edited)) {
      return before;
    }
    Located now = LocatedJson.read(HEADERS, edited);
    if (!(now instanceof Located.Elements elements)) {
      throw new RecordTextException(
          HEADERS, now, "expected an array of objects but found " + now.kind());
    }
    Located old = original(HEADERS, said);
    List<Header> known = new ArrayList<>();
    before.forEach(known::add);
    ConnectHeaders headers = new ConnectHeaders();
    for (int i = 0; i < elements.all().size(); i++) {
      String path = HEADERS + "[" + i + "]";
      Located.Members one = header(elements.all().get(i), path);
      String name = name(one, path);
      int same = sameName(known, name, i);
      Located value = requireNonNull(one.byName().get(VALUE), VALUE);
      if (same < 0) {
        Object free = ValueReader.read(null, ValueReader.Before.NOTHING, value, path + "." + VALUE);
        headers.add(name, free, null);
      } else {
        Schema schema = known.get(same).schema();
        ValueReader.Before was =
            new ValueReader.Before(
                known.get(same).value(),
                old instanceof Located.Elements all
                    ? header(all.all().get(same), path).byName().get(VALUE)
                    : null);
        headers.add(name, ValueReader.read(schema, was, value, path + "." + VALUE), schema);
      }
    }
    return headers;
  }

  private static Located.Members header(Located one, String path) {
    if (one instanceof Located.Members members
        && members.byName().size() == 2
        && members.byName().containsKey(NAME)
        && members.byName().containsKey(VALUE)) {
      return members;
    }
    throw new RecordTextException(
        path, one, "expected an object with name and value but found another");
  }

  private static String name(Located.Members header, String path) {
    Located name = header.byName().get(NAME);
    if (name instanceof Located.Leaf leaf && leaf.value() instanceof String text) {
      return text;
    }
    throw new RecordTextException(
        path + "." + NAME, name == null ? header : name, "expected a text but found another");
  }

  /** The header at the same place, or the first of that name; below 0 if there is none. */
  private static int sameName(List<Header> known, String name, int place) {
    if (place < known.size() && name.equals(known.get(place).key())) {
      return place;
    }
    for (int i = 0; i < known.size(); i++) {
      if (name.equals(known.get(i).key())) {
        return i;
      }
    }
    return -1;
  }

  private static ConnectRecord<?> with(
      ConnectRecord<?> before, @Nullable Object key, @Nullable Object value, Headers headers) {
    if (before instanceof SinkRecord sink) {
      return new SinkRecord(
          sink.topic(),
          sink.kafkaPartition(),
          sink.keySchema(),
          key,
          sink.valueSchema(),
          value,
          sink.kafkaOffset(),
          sink.timestamp(),
          sink.timestampType(),
          headers,
          sink.originalTopic(),
          sink.originalKafkaPartition(),
          sink.originalKafkaOffset());
    }
    SourceRecord source = (SourceRecord) before;
    return new SourceRecord(
        source.sourcePartition(),
        source.sourceOffset(),
        source.topic(),
        source.kafkaPartition(),
        source.keySchema(),
        key,
        source.valueSchema(),
        value,
        source.timestamp(),
        headers);
  }
}
