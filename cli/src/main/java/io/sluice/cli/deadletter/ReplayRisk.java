package io.sluice.cli.deadletter;

import io.sluice.engine.deadletter.RecordCodec;
import io.sluice.project.text.Figures;
import io.sluice.state.deadletter.DeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What a replay may spoil: a record with a key is one state of something, and a newer state of it
 * may be in the sink already. Nobody but the source knows, so people are asked.
 */
final class ReplayRisk {
  private long keyed;
  private @Nullable Instant oldest;

  /** Looks at letters that are to be replayed. */
  void add(List<DeadLetters.Stored> letters) {
    for (DeadLetters.Stored one : letters) {
      if (hasKey(one)) {
        addKeyed(one.firstSeen());
      }
    }
  }

  /** A letter with a key, and when it was set aside. */
  void addKeyed(Instant at) {
    keyed++;
    Instant before = oldest;
    oldest = before == null || at.isBefore(before) ? at : before;
  }

  /** In words; empty if none of the letters has a key. */
  Optional<String> warning(Instant now) {
    Instant first = oldest;
    if (first == null) {
      return Optional.empty();
    }
    return Optional.of(
        Figures.count(keyed)
            + (keyed == 1
                ? " letter has a key, set aside "
                : " letters have a key, the oldest set aside ")
            + Figures.time(Duration.between(first, now))
            + " ago. Where the source has changed such a row since, the replay puts the older state"
            + " over the newer one: change that row once more at the source instead.");
  }

  private static boolean hasKey(DeadLetters.Stored letter) {
    try {
      return RecordCodec.decode(letter.letter().record()).key() != null;
    } catch (DataException unreadable) {
      return false; // It will fail again, and spoil nothing.
    }
  }
}
