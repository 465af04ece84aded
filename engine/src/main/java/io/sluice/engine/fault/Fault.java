package io.sluice.engine.fault;

import io.sluice.pipeline.secret.UnresolvedSecretException;
import io.sluice.plugin.PluginException;
import io.sluice.state.file.StateException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.RetriableException;

/** Every kind of failure that the engine tells apart, and what it does about each. */
public enum Fault {
  /** A plugin says that the same call may succeed later. */
  CALL_MAY_SUCCEED_LATER(Reaction.REPEAT_CALL),
  /** A plugin's call failed, or broke off with an Error. A new task may do better. */
  TASK_FAILED(Reaction.RESTART),
  /** A plugin's call did not come back within its deadline. */
  CALL_HANGS(Reaction.RESTART),
  /** A sink wants records again that it was handed before. */
  SINK_WANTS_REWIND(Reaction.RESTART),
  /** The state database has no space or is held by another process. */
  STATE_NOT_NOW(Reaction.RESTART),
  /** The source holds what its connector cannot make a record of, and would meet it again. */
  SOURCE_UNREADABLE(Reaction.STOP),
  /** One record cannot be transformed or held by a sink. */
  RECORD_REFUSED(Reaction.SET_ASIDE),
  /** A record was refused and the pipeline's {@code on_error} says stop. */
  STOP_ON_RECORD(Reaction.STOP),
  /** More records were refused than the pipeline bears. */
  TOO_MANY_DEAD_LETTERS(Reaction.STOP),
  /** A setting is wrong, a secret or a plugin is missing. */
  CONFIGURATION(Reaction.STOP),
  /** A sink's target does not have what was committed to it. */
  TARGET_LOST(Reaction.STOP),
  /** The state database is damaged, newer than this engine, or not ours to write. */
  STATE_UNUSABLE(Reaction.STOP),
  /** Too many restarts without a checkpoint or a new dead letter between them. */
  CIRCUIT_OPEN(Reaction.STOP);

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

  private final Reaction reaction;

  Fault(Reaction reaction) {
    this.reaction = reaction;
  }

  public Reaction reaction() {
    return reaction;
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
        || thrown instanceof PluginException
        || thrown instanceof UnresolvedSecretException
        || thrown instanceof LinkageError) {
      return CONFIGURATION;
    }
    if (thrown instanceof StateException state) {
      return state.isTransient() ? STATE_NOT_NOW : STATE_UNUSABLE;
    }
    return TASK_FAILED;
  }
}
