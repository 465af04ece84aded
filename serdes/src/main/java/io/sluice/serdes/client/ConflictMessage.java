package io.sluice.serdes.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reason why a schema is not compatible, as registries write it, for people to read. */
final class ConflictMessage {
  /** As Sluice's own registry gives it; Confluent's own has the version in a message of its own. */
  private static final Pattern OF_OURS =
      Pattern.compile(
          "\\{errorType:'([A-Z_]+)', path:'(.*?)', description:'(.*)', oldSchemaVersion: (\\d+),"
              + " reader: '(new|old) schema'}",
          Pattern.DOTALL);

  private ConflictMessage() {}

  /** A sentence with its place in front; what has another form is left as it is. */
  static String readable(String message) {
    Matcher parts = OF_OURS.matcher(message);
    if (!parts.matches()) {
      return message;
    }
    String breaks =
        parts.group(5).equals("new")
            ? "who has it cannot read version "
            : "cannot be read by who has version ";
    return parts.group(2)
        + ": "
        + parts.group(3)
        + " ("
        + parts.group(1)
        + "; "
        + breaks
        + parts.group(4)
        + ")";
  }
}
