package io.sluice.serdes.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The bytes of one record. A length in them is believed only as far as there are bytes. */
final class ProtoInput {
  /** How deep messages may be nested: as deep as Protobuf's own library reads. */
  private static final int DEPTH = 100;

  private final CodedInputStream in;
  private int depth;

  /**
   * @param from where the message begins
   */
  ProtoInput(byte[] bytes, int from) {
    in = CodedInputStream.newInstance(bytes, from, bytes.length - from);
  }

  /** What reads scalars. */
  CodedInputStream in() {
    return in;
  }

  /** Reads something from a stream. */
  @FunctionalInterface
  interface Reading<T> {
    @Nullable T read(ProtoInput in) throws IOException;
  }

  /** Reads what has its length before it. */
  <T> @Nullable T nested(Reading<T> reading) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    if (++depth > DEPTH) {
      throw new MisfitException("expected messages no more than " + DEPTH + " deep, found more");
    }
    @Nullable T read = reading.read(this);
    in.checkLastTagWas(0);
    depth--;
    in.popLimit(outer);
    return read;
  }

  /** Passes over a field that nobody asks for. */
  void skip(int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new InvalidProtocolBufferException("a group ends that has not begun");
    }
  }
}
