package io.sluice.engine.fault;

import io.sluice.pipeline.secret.UnresolvedSecretException;
import io.sluice.plugin.PluginException;
import io.sluice.state.storage.StateException;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;

/** Every kind of failure that the engine tells apart, and what it does about each. */
public enum Fault {
  /** A plugin says that the same call may succeed later. */
  CALL_MAY_SUCCEED_LATER(
      Reaction.REPEAT_CALL,
      "Wait: it is tried again by itself. If it does not pass, see to it that what the error names"
          + " answers"),
  /** A plugin's call failed, or broke off with an Error. A new task may do better. */
  TASK_FAILED(Reaction.RESTART, "Mend what the error names; new tasks are started by themselves"),
  /** A plugin's call did not come back within its deadline. */
  CALL_HANGS(
      Reaction.RESTART,
      "Look at what the call waits for, usually a lock or a server that does not answer; if it may"
          + " take so long, raise retry.call_timeout"),
  /** A sink wants records again that it was handed before. */
  SINK_WANTS_REWIND(
      Reaction.RESTART,
      "Nothing if it passes: the pipeline goes back to its last checkpoint. If it comes again, look"
          + " whether the target has lost what it had"),
  /** The state database has no space or is held by another process. */
  STATE_NOT_NOW(
      Reaction.RESTART,
      "Make room on the disk of the state, or see to it that its database answers; the pipeline"
          + " goes on by itself then"),
  /** The source holds what its connector cannot make a record of, and would meet it again. */
  SOURCE_UNREADABLE(
      Reaction.STOP,
      "Correct the value at the source, or let the connector's settings say how to read it; then"
          + " start the pipeline"),
  /** One record cannot be transformed or held by a sink. */
  RECORD_REFUSED(
      Reaction.SET_ASIDE,
      "Nothing now: the record is looked for and set aside, and all others go on. Then look at the"
          + " dead letters"),
  /** A record was refused and the pipeline's {@code on_error} says stop. */
  STOP_ON_RECORD(
      Reaction.STOP,
      "Correct the record at the source, or the transform that cannot have it, and start the"
          + " pipeline; or set on_error.record to dead_letter"),
  /** More records were refused than the pipeline bears. */
  TOO_MANY_DEAD_LETTERS(
      Reaction.STOP,
      "Look at the dead letters by their error, mend the cause and replay them; or raise"
          + " on_error.max_rate. Then start the pipeline"),
  /** A record's schema is not what was promised, and the contract on schemas says stop. */
  SCHEMA_REFUSED(
      Reaction.STOP,
      "Look at what was decided about the schema; change the schema back at the source, or allow"
          + " the change, then start the pipeline"),
  /** A setting is wrong, a secret or a plugin is missing. */
  CONFIGURATION(
      Reaction.STOP,
      "Correct the setting, the secret or the plugin that the error names; 'sluice validate' checks"
          + " it before the start"),
  /** A sink's target does not have what was committed to it. */
  TARGET_LOST(Reaction.STOP, "Put the target back, or copy everything anew: reset the offsets"),
  /** Another process has taken the pipeline while this one stood still or was cut off. */
  PIPELINE_TAKEN(
      Reaction.STOP,
      "Nothing: another process runs the pipeline. If that is not meant so, stop the one that the"
          + " error names"),
  /** The state database is damaged, newer than this engine, or not ours to write. */
  STATE_UNUSABLE(
      Reaction.STOP,
      "Mend what the error names: rights, a newer version of Sluice, or a copy of the state that is"
          + " whole"),
  /** Too many restarts without a checkpoint or a new dead letter between them. */
  CIRCUIT_OPEN(
      Reaction.STOP,
      "Mend what the last failure names; then start the pipeline, or wait where a server does"
          + " that");

  /** What is done about a fault. */
  public enum Reaction {
    /** The same call again after a growing pause; a restart when that was in vain for too long. */
    REPEAT_CALL,
    /** As a restart; the record that is at fault goes to the dead letters. */
    SET_ASIDE,
    /** New tasks, from the last checkpoint, after a growing pause. */
    RESTART,
    /** The run ends and says what to do. */
    STOP
  }

  private static final String PAGE = "docs/how-to/mend-a-failure.md";

  private final Reaction reaction;
  private final String remedy;

  Fault(Reaction reaction, String remedy) {
    this.reaction = reaction;
    this.remedy = remedy;
  }

  public Reaction reaction() {
    return reaction;
  }

  /** What people can do about it, as a sentence without its full stop. */
  public String remedy() {
    return remedy;
  }

  /** Its section of the documentation, from the repository's root. */
  public String page() {
    return PAGE + "#" + name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether a run that ended by it may do better after a while, with nobody having changed the
   * pipeline: a server that was down is up again.
   */
  public boolean mayPass() {
    return reaction != Reaction.STOP || this == CIRCUIT_OPEN || this == PIPELINE_TAKEN;
  }

  /** What kind of failure an exception is that came out of a plugin's call or the state. */
  public static Fault of(Throwable thrown) {
    // Plugins wrap what the engine throws into their calls.
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof FaultException known) {
        return known.fault();
      }
    }
    if (thrown instanceof RetriableException) {
      return CALL_MAY_SUCCEED_LATER;
    }
    if (thrown instanceof ConfigException
        // As connectors pass on what they find wrong with their settings when they start.
        || (thrown instanceof ConnectException && thrown.getCause() instanceof ConfigException)
        || thrown instanceof PluginException
        || thrown instanceof UnresolvedSecretException
        || thrown instanceof LinkageError) {
      return CONFIGURATION;
    }
    if (thrown instanceof StateException state) {
      if (state.kind() == StateException.Kind.LOCKED) {
        return PIPELINE_TAKEN;
      }
      return state.isTransient() ? STATE_NOT_NOW : STATE_UNUSABLE;
    }
    return TASK_FAILED;
  }
}
