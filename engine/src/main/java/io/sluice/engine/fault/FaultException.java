package io.sluice.engine.fault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A failure whose kind is known. The message says where, what was expected and what to do. */
public final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;
  private final String why;
  private final transient @Nullable RecordPlace record;
  private final transient @Nullable Site site;

  public FaultException(Fault fault, String message) {
    this(fault, message, null);
  }

  public FaultException(Fault fault, String message, @Nullable Throwable cause) {
    this(fault, message, cause, null);
  }

  /**
   * @param record the one that it failed on; null if it is not a record's fault, or nobody knows
   */
  public FaultException(
      Fault fault, String message, @Nullable Throwable cause, @Nullable RecordPlace record) {
    this(fault, message, cause, record, null);
  }

  private FaultException(
      Fault fault,
      String why,
      @Nullable Throwable cause,
      @Nullable RecordPlace record,
      @Nullable Site site) {
    super(site == null || site.where() == null ? why : site + ": " + why, cause);
    this.fault = requireNonNull(fault);
    this.why = requireNonNull(why);
    this.record = record;
    this.site = site;
  }

  /** What is said of a call that is waited for no longer. */
  public static String late(Duration deadline) {
    String within =
        deadline.toMillis() % 1_000 == 0
            ? deadline.toSeconds() + " s"
            : deadline.toMillis() + " ms";
    return "expected back within " + within + ", abandoned";
  }

  /**
   * One that knows where it happened, however far from there it is heard of.
   *
   * @param why without the site
   */
  public static FaultException at(Site site, Fault fault, String why, @Nullable Throwable cause) {
    return new FaultException(fault, why, cause, null, site);
  }

  /** The same of one record. */
  public static FaultException at(
      @Nullable Site site, Fault fault, String why, Throwable cause, RecordPlace record) {
    return new FaultException(fault, why, cause, record, site);
  }

  /** The message without the site. */
  public String why() {
    return why;
  }

  /** Where it happened; null if whoever catches it knows. */
  public @Nullable Site site() {
    return site;
  }

  public Fault fault() {
    return fault;
  }

  /** The record that it failed on; null if it is not a record's fault, or nobody knows. */
  public @Nullable RecordPlace record() {
    return record;
  }
}
