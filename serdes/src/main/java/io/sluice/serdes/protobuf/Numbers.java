package io.sluice.serdes.protobuf;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * Numbers a message's fields: as they were in earlier versions, those that are new above all
 * others; where there is no earlier version by their place, from 1. A parameter may say otherwise.
 * To be used by one thread.
 */
final class Numbers {
  private static final int LAST = 536_870_911;

  private final Earlier earlier;
  private final Set<Integer> used = new HashSet<>();
  private int place;
  private boolean told;

  Numbers(Earlier earlier) {
    this.earlier = earlier;
  }

  /** The number of the next field. */
  int of(Earlier.Key key, Schema schema) {
    place++;
    int wanted = tag(schema);
    int before = earlier.number(key);
    int number = before;
    if (before == 0) {
      number = isFree(wanted) ? wanted : next();
    }
    told = wanted != place && number == wanted;
    used.add(number);
    return number;
  }

  /** Whether the last number was another than that of its place, because its parameter says so. */
  boolean isTold() {
    return told;
  }

  private int next() {
    int number = free(earlier.isNothing() ? place : Math.max(place, earlier.highest() + 1));
    number = number == 0 ? free(1) : number;
    if (number == 0) {
      throw new DataException(
          "Earlier versions of a message have used or reserved all numbers that a field can have");
    }
    return number;
  }

  /** The first free one from there on; 0 if there is none. */
  private int free(int from) {
    int number = from;
    while (number <= LAST && !isFree(number)) {
      number = earlier.isTaken(number) ? earlier.endOfTaken(number) : number + 1;
    }
    return number <= LAST ? number : 0;
  }

  private boolean isFree(int number) {
    // Those from 19000 on are Protobuf's own.
    return number >= 1
        && number <= LAST
        && (number < 19_000 || number > 19_999)
        && !used.contains(number)
        && !earlier.isTaken(number);
  }

  private static int tag(Schema schema) {
    String tag = Kinds.parameter(schema, ProtobufNames.TAG);
    return tag.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(tag) : 0;
  }
}
