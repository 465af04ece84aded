package io.sluice.engine.fault;

import org.jspecify.annotations.Nullable;

/**
 * What one thread is calling a plugin for, and since when. Written by that thread, read by those
 * who watch over deadlines (invariant 7).
 */
public final class CallWatch {
  private record Call(String what, long since) {}

  /**
   * A call that failed and is going to be made again.
   *
   * @param in name of the call
   */
  public record Trouble(String in, Throwable cause) {}

  private static final String NOTHING = "idle";

  private final Ticker ticker;
  private volatile Call call;
  private volatile @Nullable Trouble trouble;

  public CallWatch(Ticker ticker) {
    this.ticker = ticker;
    this.call = new Call(NOTHING, ticker.nanos());
  }

  /** The thread enters a call of the plugin. */
  public void enter(String what) {
    call = new Call(what, ticker.nanos());
  }

  /** The call came back with what it was made for. */
  public void leave() {
    if (trouble != null) {
      trouble = null;
    }
    call = new Call(NOTHING, ticker.nanos());
  }

  /**
   * The call came back, and nobody can tell from it whether what failed before works again: the
   * trouble stays.
   */
  public void leaveInDoubt() {
    call = new Call(NOTHING, ticker.nanos());
  }

  /** The call failed and is going to be made again; until it succeeds, that is the trouble. */
  public void failed(Throwable cause) {
    failed(call.what, cause);
  }

  /**
   * The same of a part of the call under way.
   *
   * @param in its name
   */
  public void failed(String in, Throwable cause) {
    trouble = new Trouble(in, cause);
    call = new Call(NOTHING, ticker.nanos());
  }

  /** What failed in the last call, while it is being repeated; null otherwise. */
  public @Nullable Trouble trouble() {
    return trouble;
  }

  /**
   * Name of the call that is under way or, if there is none, being repeated.
   *
   * @param otherwise the answer if there is neither
   */
  public String doingOr(String otherwise) {
    Trouble repeated = trouble;
    return inCall() ? call.what : repeated == null ? otherwise : repeated.in();
  }

  /** Name of the call under way, or {@code idle}. */
  public String doing() {
    return call.what;
  }

  /** Whether a call is under way. */
  public boolean inCall() {
    return !call.what.equals(NOTHING);
  }

  /** How long the present call, or idleness, lasts. */
  public long nanos() {
    return Math.max(0, ticker.nanos() - call.since);
  }
}
