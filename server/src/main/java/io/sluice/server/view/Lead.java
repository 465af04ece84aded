package io.sluice.server.view;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether this server runs the pipelines of its state, or another one does.
 *
 * @param active the process that runs them, for people: {@code process 4711 on db1}; empty if it is
 *     this one, or nobody is known to
 * @param url where that one is asked; empty if that is not known, or of no use on this machine
 * @param since since when this server does what it does
 */
public record Lead(Duty duty, Optional<String> active, Optional<URI> url, Instant since) {
  /** What a server does. */
  public enum Duty {
    /** It runs the pipelines. */
    ACTIVE,
    /**
     * It runs them as far as is known, and cannot ask the state whether it still may: they stand
     * still.
     */
    CUT_OFF,
    /** It waits for the one that runs them to end. */
    STANDBY
  }

  /** Of a server that runs the pipelines. */
  public static Lead active(Instant since) {
    return new Lead(Duty.ACTIVE, Optional.empty(), Optional.empty(), since);
  }

  /** Whether the pipelines are this server's. */
  public boolean leads() {
    return duty != Duty.STANDBY;
  }

  /** The same as a sentence for a page, without the address. */
  public String notice() {
    String sentence =
        new Lead(duty, active, Optional.empty(), since).sentence()
            + (duty == Duty.STANDBY ? ". What would change pipelines is refused here." : ".");
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /** How it is, in a sentence without its full stop. */
  public String sentence() {
    return switch (duty) {
      case ACTIVE -> "this server runs the pipelines";
      case CUT_OFF ->
          "the state does not say that this server may still run the pipelines, so they stand"
              + " still";
      case STANDBY ->
          "this server stands by"
              + active
                  .map(
                      who ->
                          "; the pipelines are run by " + who + url.map(u -> ", " + u).orElse(""))
                  .orElse(", and it is not known who runs the pipelines");
    };
  }
}
