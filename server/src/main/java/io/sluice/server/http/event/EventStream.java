package io.sluice.server.http.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.http.limit.SlowReaders;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is sent to one listener. Has at most one update that is on its way; no thread waits for it
 * to arrive. A listener that takes nothing is cut off by {@link SlowReaders}, as anybody is.
 */
public final class EventStream implements WriteListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  /** How long a browser waits before it comes back, and something that opens the stream at once. */
  private static final byte[] GREETING = "retry: 2000\n: here\n\n".getBytes(UTF_8);

  /** How often in a row it may be unknown whether a listener may still listen. */
  private static final int MOST_DOUBTS = 20;

  private static final byte[] BEAT = ":\n\n".getBytes(UTF_8);

  private final Feed feed;
  private final BooleanSupplier welcome;
  private final ServletOutputStream out;
  private final Consumer<EventStream> again;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private byte[] update = GREETING;
  private int sent;
  private boolean flushed;
  private boolean ready;
  private boolean passedOver;

  /** Of the one thread that looks. */
  private int doubts;

  /**
   * @param again is to have {@link #refresh} called: what is new was passed over, and can be taken
   *     now
   */
  EventStream(
      Feed feed, BooleanSupplier welcome, ServletOutputStream out, Consumer<EventStream> again) {
    this.feed = feed;
    this.welcome = welcome;
    this.out = out;
    this.again = again;
  }

  /** When it is over, whoever ended it. */
  public CompletionStage<Void> ended() {
    return ended;
  }

  /** Sends what is new, if what was new before has been taken. */
  void refresh() {
    if (!takesUpdate()) {
      return;
    }
    try {
      List<Event> events = feed.next();
      if (!events.isEmpty()) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event.text()));
        send(text.toString().getBytes(UTF_8));
      }
    } catch (RuntimeException | Error e) {
      // Of one listener: thrown on, it would keep from the others what is new.
      LOG.error("A feed of events failed; its listener may come back", e);
      end();
    }
  }

  /** Shows that it is there. */
  void beat() {
    if (takes()) {
      send(BEAT);
    }
  }

  /** Ends if who listens may no longer. Called by one thread; may wait for who knows it. */
  void recheck() {
    try {
      if (!welcome.getAsBoolean()) {
        end();
      }
      doubts = 0;
    } catch (RuntimeException | Error e) {
      // What knows it is away, a database perhaps: all who watch would be sent away just then.
      doubts++;
      LOG.debug("Whether a listener may still listen is not known, {} times now", doubts, e);
      if (doubts > MOST_DOUBTS) {
        LOG.warn("Whether a listener may still listen is not known: its stream ends", e);
        end();
      }
    }
  }

  void end() {
    ended.complete(null);
  }

  private synchronized boolean takes() {
    return ready && !ended.isDone();
  }

  private synchronized boolean takesUpdate() {
    passedOver = !ready;
    return takes();
  }

  private void send(byte[] bytes) {
    try {
      synchronized (this) {
        update = bytes;
        sent = 0;
        flushed = false;
        push();
      }
    } catch (IOException e) {
      gone(e);
    }
  }

  @Override
  public synchronized void onWritePossible() throws IOException {
    push();
  }

  /**
   * Writes as long as the socket takes it. When it takes no more, {@link #onWritePossible} is
   * called once it does.
   */
  private void push() throws IOException {
    ready = false;
    while (out.isReady()) {
      if (sent < update.length) {
        int piece = Math.min(SlowReaders.PIECE, update.length - sent);
        out.write(update, sent, piece);
        sent += piece;
      } else if (!flushed) {
        flushed = true;
        out.flush();
      } else {
        ready = true;
        if (passedOver) {
          again.accept(this);
        }
        return;
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    gone(failure);
  }

  private void gone(Throwable failure) {
    LOG.debug("A listener is gone", failure);
    end();
  }
}
