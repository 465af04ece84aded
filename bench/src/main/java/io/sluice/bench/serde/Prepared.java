package io.sluice.bench.serde;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as objects and as bytes, beside what makes the one of the other: how fast that is can be
 * measured without anything else. For one thread.
 */
public final class Prepared {
  private final Coder coder;
  private final Source source;
  private final List<byte[]> bytes = new ArrayList<>();

  /** What nobody looks at need not be made: here it can be looked at. */
  private @Nullable Object last;

  /** Makes the rows' objects anew. */
  interface Source {
    List<Object> objects() throws IOException;
  }

  /**
   * @param source of what is written; what is read are the bytes that the coder makes of it
   */
  Prepared(Coder coder, Source source) throws IOException {
    this.coder = coder;
    this.source = source;
    for (Object each : source.objects()) {
      bytes.add(coder.write(each));
    }
  }

  /**
   * Rows a second from objects to bytes. Each object is written once, as it is in life: some
   * remember what they have found out for that, as Protobuf's messages their size.
   *
   * @param passes over all rows
   */
  public double write(int passes) throws IOException {
    long nanos = 0;
    for (int i = 0; i < passes; i++) {
      List<Object> objects = source.objects();
      long start = System.nanoTime();
      for (Object each : objects) {
        last = coder.write(each);
      }
      nanos += System.nanoTime() - start;
    }
    return rate(passes, nanos);
  }

  /**
   * Rows a second from bytes to objects.
   *
   * @param passes over all rows
   */
  public double read(int passes) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < passes; i++) {
      for (byte[] each : bytes) {
        last = coder.read(each);
      }
    }
    return rate(passes, System.nanoTime() - start);
  }

  /** The rows' bytes, in their order. */
  List<byte[]> bytes() {
    return bytes;
  }

  /** The rows as objects that nobody else has. */
  List<Object> objects() throws IOException {
    return source.objects();
  }

  /** What was made last; null if nothing was. */
  @Nullable Object last() {
    return last;
  }

  private double rate(int passes, long nanos) {
    return passes * (bytes.size() * 1e9) / nanos;
  }
}
