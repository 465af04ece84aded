package io.sluice.engine.fault;

import org.jspecify.annotations.Nullable;

/**
 * What one thread is calling a plugin for, and since when. Written by that thread, read by those
 * who watch over deadlines (invariant 7).
 */
public final class CallWatch {
  private record Call(String what, long since) {}

  private static final String NOTHING = "idle";

  private final Ticker ticker;
  private volatile Call call;
  private volatile @Nullable Throwable trouble;

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

  /** The call failed and is going to be made again; until it succeeds, that is the trouble. */
  public void failed(Throwable cause) {
    trouble = cause;
    call = new Call(NOTHING, ticker.nanos());
  }

  /** Why the last call failed, while it is being repeated; null otherwise. */
  public @Nullable Throwable trouble() {
    return trouble;
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
