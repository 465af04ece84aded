package io.sluice.server.access;

import java.util.Locale;

/** Each may do what those before it may. */
public enum Role {
  /** Sees how everything stands, and no row. */
  VIEWER,
  /** Stops, starts, replays; looks at records. */
  OPERATOR,
  /** Changes pipeline files. */
  EDITOR,
  /** Gives access to others. */
  ADMIN;

  /** Whether this one may do what that one may. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  /** As people write it: in small letters. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
