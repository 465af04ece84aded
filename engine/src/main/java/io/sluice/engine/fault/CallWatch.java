package io.sluice.engine.fault;

/**
 * What one thread is calling a plugin for, and since when. Written by that thread, read by those
 * who watch over deadlines (invariant 7).
 */
public final class CallWatch {
  private record Call(String what, long since) {}

  private static final String NOTHING = "idle";

  private final Ticker ticker;
  private volatile Call call;

  public CallWatch(Ticker ticker) {
    this.ticker = ticker;
    this.call = new Call(NOTHING, ticker.nanos());
  }

  /** The thread enters a call of the plugin. */
  public void enter(String what) {
    call = new Call(what, ticker.nanos());
  }

  /** The thread is back in the engine. */
  public void leave() {
    call = new Call(NOTHING, ticker.nanos());
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
