package io.sluice.cli.deadletter;

import io.sluice.kafka.deadletter.Letter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Letters of a pipeline on Kafka by kind of error. There are only so many groups, whatever messages
 * look like (invariant 6): kinds beyond them are counted together, by sink. Used by one thread.
 */
final class LetterGroups {
  private static final int MOST = 1_000;

  private final Map<String, Group> groups = new LinkedHashMap<>();

  /** Letters of one kind of error; who has them in hand adds none. */
  static final class Group {
    private final String sink;
    private final Letter first;
    private Letter last;
    private long count;

    private Group(String sink, Letter first) {
      this.sink = sink;
      this.first = first;
      this.last = first;
    }

    /** Whose letters they are, by the name in the pipeline file. */
    String sink() {
      return sink;
    }

    Letter first() {
      return first;
    }

    Letter last() {
      return last;
    }

    long count() {
      return count;
    }
  }

  /** Counts a letter in. */
  void add(String sink, Letter letter) {
    String kind = sink + letter.stage() + LetterDocument.signature(letter);
    String counted = groups.size() < MOST ? kind : sink;
    Group group = groups.computeIfAbsent(counted, k -> new Group(sink, letter));
    group.count++;
    group.last = letter;
  }

  /** The groups, the largest first. */
  List<Group> bySize() {
    return groups.values().stream()
        .sorted(Comparator.comparingLong((Group group) -> -group.count))
        .toList();
  }
}
