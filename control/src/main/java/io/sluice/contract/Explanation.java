package io.sluice.contract;

import io.sluice.contract.event.Decisions;
import io.sluice.contract.policy.Finding;
import io.sluice.contract.policy.SchemaPolicy.Ruled;
import java.util.List;
import java.util.OptionalInt;

/**
 * The words for what was found and ruled: what a dead letter, a log and a failed run say. Paths and
 * names, never values of records.
 */
final class Explanation {
  /** Conflicts that a message names; the event has them all. */
  private static final int NAMED = 5;

  private Explanation() {}

  /**
   * Why records of this schema do not go on as they are.
   *
   * @param details conflicts or fields, each with its path
   */
  static String of(
      Arrival arrival, String subject, Finding finding, Ruled ruled, List<String> details) {
    StringBuilder text = new StringBuilder(subject).append(": ");
    if (finding instanceof Finding.Schemaless) {
      text.append(arrival.isKey() ? "a key" : "a value")
          .append(" of topic ")
          .append(arrival.topic())
          .append(" has no schema, expected one (schema.on_schemaless: pass lets it go on)");
    } else {
      text.append("the schema of topic ")
          .append(arrival.topic())
          .append(" is none of its versions");
      latest(finding).ifPresent(latest -> text.append(", the newest of which is ").append(latest));
      if (details.isEmpty()) {
        text.append("; it would be compatible");
      } else {
        text.append(": ")
            .append(String.join("; ", details.subList(0, Math.min(NAMED, details.size()))));
        if (details.size() > NAMED) {
          text.append("; and ").append(details.size() - NAMED).append(" more");
        }
      }
    }
    return text.append(" (schema.").append(ruled.because()).append(')').toString();
  }

  /**
   * What is to be done about a stop, behind why it came to it.
   *
   * @param event its number, or {@link Decisions#NO_EVENT}
   */
  static String ofStop(String why, long event) {
    if (event == Decisions.NO_EVENT) {
      return why
          + ". The record waits in the source: register the schema, change the contract or the"
          + " source, then start the pipeline again";
    }
    return why
        + ". The record waits in the source ('sluice schema events --event "
        + event
        + "' says where): register the schema ('sluice schema events --schema "
        + event
        + "' prints it), change the contract or the source, then start the pipeline again";
  }

  /** What an event keeps of a finding: each conflict with its path. */
  static List<String> details(Finding finding) {
    if (finding instanceof Finding.Change change) {
      return change.conflicts();
    }
    return finding instanceof Finding.Inexpressible inexpressible
        ? List.of("cannot be written in the registry's language: " + inexpressible.why())
        : List.of();
  }

  /** The newest version of the subject when it was found; empty if there was none. */
  static OptionalInt latest(Finding finding) {
    int version = 0;
    if (finding instanceof Finding.Change change) {
      version = change.latest();
    } else if (finding instanceof Finding.Inexpressible inexpressible) {
      version = inexpressible.latest();
    }
    return version > 0 ? OptionalInt.of(version) : OptionalInt.empty();
  }
}
