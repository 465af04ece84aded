package io.sluice.engine.run;

import io.sluice.engine.fault.Failure;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.RecordPlace;
import io.sluice.engine.fault.Site;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A failure of a run, by its parts. All texts are free of secrets.
 *
 * @param fault its kind, which decides what the engine does, and what people can do
 * @param where at which stop of the way: {@code source task 0}, {@code sink warehouse, task 1}
 * @param doing the call that failed, for example {@code put}, or {@code transform mask}; empty if
 *     nobody knows, as on Kafka
 * @param cause why it failed, in the words of whoever failed, and of what was behind that
 * @param reason the words of the innermost cause alone
 * @param record the record that it failed on; empty if it was not a record's fault, or nobody knows
 */
public record RunError(
    Instant at,
    Fault fault,
    String where,
    String doing,
    String cause,
    String reason,
    Optional<RecordPlace> record) {

  /** One whose cause has none behind it. */
  public RunError(
      Instant at,
      Fault fault,
      String where,
      String doing,
      String cause,
      Optional<RecordPlace> record) {
    this(at, fault, where, doing, cause, cause, record);
  }

  /**
   * Of what has failed.
   *
   * @param redact takes secrets out of a text
   */
  public static RunError of(Instant at, Failure failure, UnaryOperator<String> redact) {
    return new RunError(
        at,
        failure.fault(),
        failure.where(),
        failure.doing(),
        redact.apply(failure.why()),
        redact.apply(failure.reason()),
        failure.record());
  }

  /** Whether a task of the source failed, or its connector, which is of all its tasks. */
  boolean isOfSource(int task) {
    return where.equals("source")
        || where.equals("source connector")
        || where.equals("source task " + task);
  }

  /** Whether a sink failed: its connector or one of its tasks. */
  boolean isOfSink(String name) {
    return where.equals("sink " + name) || where.startsWith("sink " + name + ", task ");
  }

  /** Whether a task of a sink failed, or the sink's connector, which is of all its tasks. */
  boolean isOfSink(String name, int task) {
    return where.equals("sink " + name) || where.equals("sink " + name + ", task " + task);
  }

  /** Place and cause in one line. */
  public String message() {
    return new Site(where, doing) + ": " + cause;
  }

  /** For a title: place and innermost reason in one line. */
  public String title() {
    return new Site(where, doing) + ": " + reason;
  }

  /** What people can do about it, as a sentence without its full stop. */
  public String remedy() {
    return fault.remedy();
  }

  /** The section of the documentation about it, from the repository's root. */
  public String page() {
    return fault.page();
  }
}
