package io.sluice.registry.http.call;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.sluice.http.limit.BodyMemory;
import io.sluice.http.limit.BodyMemory.Room;
import io.sluice.http.limit.SlowReaders;
import io.sluice.registry.http.call.Endpoint.ListAnswer;
import io.sluice.registry.http.call.Endpoint.LongAnswer;
import io.sluice.registry.http.call.Endpoint.Part;
import io.sluice.registry.http.call.Endpoint.RawAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes answers and sends them. A long one waits for room in the heap to be made; while it is sent,
 * it has no more than its bytes. Thread-safe.
 */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  /** What the database gave, the document that it is, and its JSON while it grows. */
  private static final int HEAP_PER_CHARACTER = 12;

  /** Of the document alone, which is there until it is sent. */
  private static final int BYTES_PER_CHARACTER = 2;

  private final JsonText json;
  private final BodyMemory memory;

  Answers(JsonText json, BodyMemory memory) {
    this.json = json;
    this.memory = memory;
  }

  /**
   * Sends an answer.
   *
   * @throws io.sluice.http.limit.BusyException if there was no room in time; nothing is sent then
   */
  void send(Object answer, Context context) {
    try {
      if (answer instanceof ListAnswer list) {
        sendList(list, context);
      } else {
        sendWhole(answer, context);
      }
    } catch (IOException e) {
      LOG.debug("The client is gone", e);
    }
  }

  private void sendWhole(Object answer, Context context) throws IOException {
    long characters = answer instanceof LongAnswer known ? known.characters() : 0;
    try (Room room = room(characters)) {
      byte[] bytes =
          answer instanceof RawAnswer raw
              ? raw.text().getBytes(StandardCharsets.UTF_8)
              : json.write(answer);
      if (bytes.length <= SlowReaders.PIECE || isHead(context)) {
        context.result(bytes);
        return;
      }
      room.keep(bytes.length + characters * BYTES_PER_CHARACTER);
      write(bytes, bytes.length, context.outputStream());
    }
  }

  /**
   * Sends a list. A failure before its first entry is thrown; after that the list breaks off
   * without an end, so that nobody takes it for the whole: it is no JSON.
   */
  private void sendList(ListAnswer list, Context context) throws IOException {
    if (isHead(context)) {
      return;
    }
    boolean begun = false;
    try {
      for (Part part : list.parts()) {
        begun |= sendPart(part, begun, context);
      }
    } catch (RuntimeException e) {
      if (!begun) {
        throw e;
      }
      LOG.error("A list was broken off", e);
      return;
    }
    OutputStream out = context.outputStream();
    if (!begun) {
      out.write('[');
    }
    out.write(']');
  }

  /** Returns whether it had any entries. */
  private boolean sendPart(Part part, boolean begun, Context context) throws IOException {
    try (Room room = room(part.characters())) {
      byte[] entries = json.write(part.documents());
      int withoutEnd = entries.length - 1;
      if (withoutEnd == 1) {
        return false;
      }
      room.keep(entries.length);
      entries[0] = (byte) (begun ? ',' : '[');
      write(entries, withoutEnd, context.outputStream());
      return true;
    }
  }

  private Room room(long characters) {
    return memory.takeHeap(characters * HEAP_PER_CHARACTER);
  }

  private static boolean isHead(Context context) {
    return context.method().equals(HandlerType.HEAD);
  }

  private static void write(byte[] bytes, int length, OutputStream out) throws IOException {
    for (int from = 0; from < length; from += SlowReaders.PIECE) {
      out.write(bytes, from, Math.min(SlowReaders.PIECE, length - from));
    }
  }
}
