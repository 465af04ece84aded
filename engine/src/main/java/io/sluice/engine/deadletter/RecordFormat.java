package io.sluice.engine.deadletter;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * The bytes of a record, version 1. The numbers here are never given another meaning; what comes
 * later gets new ones and, if a reader of version 1 would misread it, a new version.
 *
 * <pre>
 * record    version kind topic? partition? timestamp? key-schema key value-schema value headers rest
 * rest      of a source record: partition and offset, as values
 *           of a sink record: offset, timestamp type, original topic?, partition? and offset
 * headers   count (name schema value)*
 * value     tag content                     says its own type, whatever the schema says
 * schema    0 (none) | number of a schema that came before | next number, then its definition
 * number    zigzag, 7 bits a byte, lowest first; x? is preceded by 0 (null) or 1
 * text      2 * bytes, UTF-8 | 2 * chars + 1, two bytes each, for text that UTF-8 cannot hold
 * </pre>
 */
final class RecordFormat {
  static final int VERSION = 1;

  static final int SOURCE_RECORD = 0;
  static final int SINK_RECORD = 1;

  static final int NULL = 0;
  static final int FALSE = 1;
  static final int TRUE = 2;
  static final int INT8 = 3;
  static final int INT16 = 4;
  static final int INT32 = 5;
  static final int INT64 = 6;
  static final int FLOAT32 = 7;
  static final int FLOAT64 = 8;
  static final int STRING = 9;
  static final int BYTE_ARRAY = 10;
  static final int BYTE_BUFFER = 11;
  static final int DECIMAL = 12;
  static final int DATE = 13;
  static final int LIST = 14;
  static final int MAP = 15;
  static final int STRUCT = 16;
  static final int BIG_INTEGER = 17;

  /** A schema's type is written as its place here, which is not left to the order of an enum. */
  private static final List<Schema.Type> TYPES =
      List.of(
          Schema.Type.INT8,
          Schema.Type.INT16,
          Schema.Type.INT32,
          Schema.Type.INT64,
          Schema.Type.FLOAT32,
          Schema.Type.FLOAT64,
          Schema.Type.BOOLEAN,
          Schema.Type.STRING,
          Schema.Type.BYTES,
          Schema.Type.ARRAY,
          Schema.Type.MAP,
          Schema.Type.STRUCT);

  /** Deeper nesting is taken for a value that holds itself. */
  static final int MAX_DEPTH = 500;

  /** The bytes are no record. Says nothing of its values, unlike what Connect itself would say. */
  static final class Unreadable extends DataException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }

    Unreadable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private RecordFormat() {}

  static int numberOf(Schema.Type type) {
    return TYPES.indexOf(type);
  }

  static Schema.Type typeOf(int number) {
    if (number < 0 || number >= TYPES.size()) {
      throw new Unreadable("dead letter: no schema type has the number " + number);
    }
    return TYPES.get(number);
  }

  /** Where a nested value is, so that it is not followed for ever. */
  static int deeper(int depth) {
    if (depth >= MAX_DEPTH) {
      throw new DataException(
          "dead letter: expected values nested at most "
              + MAX_DEPTH
              + " deep, found deeper ones or one that holds itself");
    }
    return depth + 1;
  }
}
