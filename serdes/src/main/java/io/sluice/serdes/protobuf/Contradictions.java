package io.sluice.serdes.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a message gives a number to another field than an earlier version of it does: who reads
 * with the one what was written with the other takes the one field for the other. Registries allow
 * it where both are of one type. Used once, by one thread.
 */
final class Contradictions {
  private final List<String> found = new ArrayList<>();

  /** A message may stand in itself. */
  private final Set<Pair> seen = new HashSet<>();

  private record Pair(Descriptor message, Descriptor earlier) {}

  private Contradictions() {}

  /** For each field its path, its number, and whose that is in the earlier message. */
  static List<String> between(Descriptor message, Descriptor earlier) {
    Contradictions contradictions = new Contradictions();
    contradictions.compare(message, earlier, "");
    return List.copyOf(contradictions.found);
  }

  private void compare(Descriptor message, Descriptor earlier, String path) {
    if (!seen.add(new Pair(message, earlier))) {
      return;
    }
    for (FieldDescriptor field : message.getFields()) {
      FieldDescriptor was = earlier.findFieldByNumber(field.getNumber());
      if (was == null) {
        continue;
      }
      String place = path + field.getName();
      if (!was.getName().equals(field.getName())) {
        found.add(
            place + ": has the number " + field.getNumber() + ", which is " + was.getName() + "'s");
      } else if (isMessage(field)
          && isMessage(was)
          && field.getMessageType().getName().equals(was.getMessageType().getName())) {
        compare(field.getMessageType(), was.getMessageType(), place + ".");
      }
    }
  }

  private static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }
}
