package io.sluice.server.fleet;

import io.sluice.engine.deadletter.edit.RecordEdit;
import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.run.DirectEngine;
import io.sluice.engine.run.rehearsal.Rehearsal;
import io.sluice.pipeline.Pipeline;
import io.sluice.server.access.Identity;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import io.sluice.state.StateDatabase;
import io.sluice.state.deadletter.DeadLetters;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;

/**
 * Edited copies of letters that are kept in the state, and what would become of one. Thread-safe.
 */
final class LetterEdits {
  private final StateDatabase state;
  private final Function<Pipeline, DirectEngine> engine;
  private final UnaryOperator<String> redaction;

  LetterEdits(
      StateDatabase state,
      Function<Pipeline, DirectEngine> engine,
      UnaryOperator<String> redaction) {
    this.state = state;
    this.engine = engine;
    this.redaction = redaction;
  }

  /** What would become of a letter that is replayed now; nothing is written. */
  Rehearsal rehearse(Pipeline pipeline, long letter, Optional<RecordText> edited) {
    DeadLetters.Stored stored = withRecord(pipeline.name(), letter);
    byte[] record = edited.map(text -> applied(stored, text)).orElse(stored.letter().record());
    try {
      return engine.apply(pipeline).rehearse(pipeline, stored.letter(), record);
    } catch (FaultException broken) {
      throw failed(broken);
    } catch (InterruptedException interrupted) {
      throw interrupted("the test was interrupted");
    }
  }

  /** Makes an edited copy of an open letter; its id. */
  long copy(Identity who, String name, long letter, RecordText edited, String reason) {
    DeadLetters.Stored stored = withRecord(name, letter);
    byte[] record = applied(stored, edited);
    return Refusals.orRefused(() -> state.letterCopies().make(letter, record, who.name(), reason))
        .orElseThrow(() -> notOpen(name, letter));
  }

  /** Changes an open copy. */
  void edit(Identity who, String name, long copy, byte[] before, RecordText edited) {
    DeadLetters.Stored stored = withRecord(name, copy);
    if (stored.copyOf() == null) {
      throw new Refusal(
          Kind.CONFLICT,
          "dead letter " + copy + " came from a run, and stays as it is",
          "Make a copy of it, and edit that.");
    }
    byte[] record = applied(stored, edited);
    if (!Refusals.orRefused(() -> state.letterCopies().edit(copy, before, record, who.name()))) {
      throw new Refusal(
          Kind.CONFLICT,
          "dead letter " + copy + " was edited, replayed or purged in the meantime",
          "Look at it again.");
    }
  }

  private byte[] applied(DeadLetters.Stored stored, RecordText edited) {
    try {
      return RecordEdit.apply(stored.letter().record(), edited);
    } catch (DataException unreadable) {
      throw new Refusal(
          Kind.CONFLICT,
          "the record of dead letter "
              + stored.id()
              + " cannot be edited: "
              + redaction.apply(String.valueOf(unreadable.getMessage())),
          null,
          unreadable);
    }
  }

  private DeadLetters.Stored withRecord(String name, long letter) {
    DeadLetters.Stored stored =
        Refusals.orRefused(() -> state.deadLetters().find(letter))
            .filter(found -> found.letter().pipeline().equals(name))
            .orElseThrow(
                () ->
                    new Refusal(
                        Kind.NOT_FOUND,
                        "pipeline " + name + " has no dead letter " + letter,
                        null));
    if (stored.status() == DeadLetters.Status.PURGED) {
      throw notOpen(name, letter);
    }
    return stored;
  }

  private static Refusal notOpen(String name, long letter) {
    return new Refusal(
        Kind.CONFLICT,
        "dead letter " + letter + " of " + name + " is not open any more",
        "It was replayed or purged in the meantime.");
  }

  private Refusal failed(FaultException broken) {
    return new Refusal(
        Kind.FAILED, redaction.apply(String.valueOf(broken.getMessage())), null, broken);
  }

  private static Refusal interrupted(String what) {
    Thread.currentThread().interrupt();
    return new Refusal(Kind.FAILED, what, "See which are still open.");
  }
}
