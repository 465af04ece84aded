package io.sluice.server.http;

/** Hears of each request that was answered, on the thread that answered it. */
@FunctionalInterface
public interface AnswerCount {
  /** Nobody counts. */
  AnswerCount NONE = (status, nanos) -> {};

  /**
   * A request was answered.
   *
   * @param status of HTTP
   * @param nanos from when it was read to when its answer was handed over; zero where that is a
   *     stream of events, which has only begun then
   */
  void answered(int status, long nanos);
}
