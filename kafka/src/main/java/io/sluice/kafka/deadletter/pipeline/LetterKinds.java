package io.sluice.kafka.deadletter.pipeline;

import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.LetterMarks;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Letters of a pipeline by kind of error. There are only so many kinds, whatever messages look like
 * (invariant 6): those beyond them are counted together, by sink. Used by one thread while it
 * counts; the kinds by any number afterwards.
 */
public final class LetterKinds {
  private static final int MOST = 1_000;

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /** Letters of one kind of error; who has them in hand adds none. */
  public static final class Kind {
    private final String sink;
    private final String signature;
    private final Letter first;
    private Letter last;
    private long open;
    private long replayed;
    private long purged;

    private Kind(String sink, Letter first) {
      this.sink = sink;
      this.signature = first.signature();
      this.first = first.bare();
      this.last = this.first;
    }

    /** Whose letters they are, by the name in the pipeline file. */
    public String sink() {
      return sink;
    }

    /** Equal for errors of one kind. */
    public String signature() {
      return signature;
    }

    /** The first of those that lie in the topic, without key, value and headers. */
    public Letter first() {
      return first;
    }

    /** The last open one, or the last at all; the same. */
    public Letter last() {
      return last;
    }

    /** How many are open. */
    public long open() {
      return open;
    }

    /** How many were replayed, of those that still lie in the topic. */
    public long replayed() {
      return replayed;
    }

    /** The same of those that were purged. */
    public long purged() {
      return purged;
    }

    private void add(Letter letter, Optional<LetterMarks.Kind> done) {
      if (done.isEmpty() || open == 0) {
        last = letter.bare();
      }
      if (done.isEmpty()) {
        open++;
      } else if (done.get() == LetterMarks.Kind.REPLAYED) {
        replayed++;
      } else {
        purged++;
      }
    }
  }

  /**
   * Counts a letter in.
   *
   * @param done what became of it; empty while it is open
   */
  public void add(String sink, Letter letter, Optional<LetterMarks.Kind> done) {
    String kind = sink + "\n" + letter.stage() + "\n" + letter.signature();
    String counted = kinds.containsKey(kind) || kinds.size() < MOST ? kind : sink;
    kinds.computeIfAbsent(counted, k -> new Kind(sink, letter)).add(letter, done);
  }

  /** The kinds, the one with the most open letters first. */
  public List<Kind> bySize() {
    return kinds.values().stream()
        .sorted(Comparator.comparingLong((Kind kind) -> -kind.open))
        .toList();
  }
}
