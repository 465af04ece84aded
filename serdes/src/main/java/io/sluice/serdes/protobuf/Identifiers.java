package io.sluice.serdes.protobuf;

import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;

/** Names as Protobuf allows them. To be used by one thread. */
final class Identifiers {
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

  private final boolean scrubbing;

  /**
   * @param scrubbing whether what is no name is made one, and not refused
   */
  Identifiers(boolean scrubbing) {
    this.scrubbing = scrubbing;
  }

  /** The name, or the nearest one that neither has; taken from then on. */
  String unique(String wanted, Set<String> taken, Set<String> others) {
    return unique(wanted, "", taken, others);
  }

  /** The same of a name that has to end so. */
  String unique(String wanted, String suffix, Set<String> taken, Set<String> others) {
    String name = valid(wanted);
    String free = name + suffix;
    for (int i = 2; taken.contains(free) || others.contains(free); i++) {
      free = name + "_" + i + suffix;
    }
    taken.add(free);
    return free;
  }

  /**
   * Whether a message's name may have come of that one.
   *
   * @param wanted empty for a message without a name of its own
   */
  boolean isFor(String name, String wanted, String suffix) {
    String first = wanted.isEmpty() ? ProtobufNames.UNNAMED + "\\d+" : Pattern.quote(valid(wanted));
    return name.matches(first + "(_\\d+)?" + suffix);
  }

  /** A full name as a package; empty if it is none and may not be made one. */
  String packageOf(String fullName) {
    int dot = fullName.lastIndexOf('.');
    if (dot <= 0) {
      return "";
    }
    StringBuilder pack = new StringBuilder();
    for (String part : fullName.substring(0, dot).split("\\.", -1)) {
      pack.append(pack.isEmpty() ? "" : ".").append(valid(part));
    }
    return pack.toString();
  }

  /** The last part of a full name. */
  static String simple(String fullName) {
    return fullName.substring(fullName.lastIndexOf('.') + 1);
  }

  private String valid(String wanted) {
    if (wanted.matches(NAME)) {
      return wanted;
    }
    if (!scrubbing) {
      throw new DataException(
          "Protobuf's names are of letters, digits and underscores; found "
              + wanted
              + ". Rename it, or set scrub.invalid.names=true");
    }
    String scrubbed = wanted.replaceAll("[^A-Za-z0-9_]", "_");
    return scrubbed.matches(NAME) ? scrubbed : "x" + scrubbed;
  }
}
