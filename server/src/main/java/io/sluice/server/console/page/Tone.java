package io.sluice.server.console.page;

/** How something stands, for the eye; never shown by colour alone. Worst first. */
public enum Tone {
  /** Somebody has to do something. */
  BAD,
  /** Not as it should be, or soon not. */
  WARN,
  /** On its way to another state. */
  BUSY,
  /** As it should be. */
  GOOD,
  /** Does nothing, and is meant to. */
  IDLE;

  /** Its class in the stylesheet. */
  public String cssClass() {
    return switch (this) {
      case BAD -> "bad";
      case WARN -> "warn";
      case BUSY -> "busy";
      case GOOD -> "good";
      case IDLE -> "idle";
    };
  }
}
