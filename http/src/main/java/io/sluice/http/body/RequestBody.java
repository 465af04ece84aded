package io.sluice.http.body;

import io.sluice.http.limit.BodyMemory;
import io.sluice.http.limit.BodyMemory.Room;
import io.sluice.http.limit.ServerLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads bodies, within bounds: of bytes, of the heap that all bodies together take, and of the time
 * in which one arrives. Thread-safe.
 */
public final class RequestBody {
  private static final int CHUNK = 16 << 10;

  /**
   * Of a body that is too long, so many times the allowed bytes are read and thrown away: a client
   * that only sends and does not listen meanwhile would lose the answer if the connection were
   * closed at once.
   */
  private static final int DRAINED = 16;

  private final ServerLimits limits;
  private final BodyMemory memory;

  /**
   * For the requests of one server.
   *
   * @param memory that they share
   */
  public RequestBody(ServerLimits limits, BodyMemory memory) {
    this.limits = limits;
    this.memory = memory;
  }

  /** A body, and its room in the heap until it is closed. */
  public record Read(byte[] bytes, Room room) implements AutoCloseable {
    @Override
    public void close() {
      room.close();
    }
  }

  /**
   * Reads the body.
   *
   * @throws BodyException if it is too long, compressed, or does not arrive
   * @throws io.sluice.http.limit.BusyException if there was no room for it in time
   */
  public Read read(HttpServletRequest request) {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new BodyException(
          415, "HTTP 415 Unsupported Media Type: a body must not be compressed", null);
    }
    long deadline = System.nanoTime() + limits.arrival().toNanos();
    long length = request.getContentLengthLong();
    try {
      if (length > limits.bodyBytes()) {
        // Who asks before it sends ("Expect: 100-continue") is told before it has sent anything.
        if (request.getHeader("Expect") == null) {
          drain(request.getInputStream(), deadline);
        }
        throw tooLong();
      }
      Room room = memory.take(length < 0 ? limits.bodyBytes() : (int) length);
      try {
        return new Read(bytes(request.getInputStream(), length, deadline), room);
      } catch (IOException | RuntimeException | Error e) {
        room.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BodyException(408, "HTTP 408 Request Timeout: the body did not arrive", e);
    }
  }

  private byte[] bytes(InputStream in, long length, long deadline) throws IOException {
    if (length >= 0) {
      return exactly((int) length, in, deadline);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
    byte[] chunk = new byte[CHUNK];
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      if (bytes.size() + n > limits.bodyBytes()) {
        drain(in, deadline);
        throw tooLong();
      }
      bytes.write(chunk, 0, n);
      requireTime(deadline);
    }
    return bytes.toByteArray();
  }

  private byte[] exactly(int length, InputStream in, long deadline) throws IOException {
    byte[] bytes = new byte[length];
    int read = 0;
    while (read < length) {
      int n = in.read(bytes, read, Math.min(CHUNK, length - read));
      if (n < 0) {
        throw new EOFException("the body ended after " + read + " bytes");
      }
      read += n;
      requireTime(deadline);
    }
    return bytes;
  }

  private void drain(InputStream in, long deadline) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long left = (long) DRAINED * limits.bodyBytes();
    for (int n = in.read(chunk); n >= 0 && left > 0; n = in.read(chunk)) {
      left -= n;
      requireTime(deadline);
    }
  }

  private void requireTime(long deadline) {
    if (System.nanoTime() - deadline > 0) {
      throw new BodyException(
          408,
          "HTTP 408 Request Timeout: the body did not arrive within "
              + limits.arrival().toSeconds()
              + " s",
          null);
    }
  }

  private BodyException tooLong() {
    return new BodyException(
        413,
        "HTTP 413 Content Too Large: a body may have up to " + limits.bodyBytes() + " bytes",
        null);
  }
}
