package io.sluice.cli.compare;

import io.sluice.cli.compare.side.Key;
import io.sluice.cli.compare.side.TableRows;
import io.sluice.cli.compare.side.TableRows.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which rows truly differ. A row that does so at first sight may only have changed a moment
 * ago. So it is read at the source; then the target is waited for until it has what the source had
 * at that moment; then it is read there, and at the source once more. If the source had one and the
 * same version of the row all that time and the target has another, the copy is wrong. If the
 * target has any version that the source had meanwhile, it is right. Everything else is looked at
 * again. Used by one thread.
 */
final class Confirmation {
  private static final int ROUNDS = 30;

  /** So few rows are read again and again while the target is waited for. */
  private static final int FEW = 200;

  private static final Duration STEP = Duration.ofMillis(25);

  private final TableRows source;
  private final TableRows target;
  private final Position position;
  private final Pause pause;
  private final Duration patience;
  private boolean atPosition = true;

  /** What became of the rows. */
  record Verdict(List<Difference> differences, List<Key> undecided) {}

  Confirmation(
      TableRows source, TableRows target, Position position, Pause pause, Duration patience) {
    this.source = source;
    this.target = target;
    this.position = position;
    this.pause = pause;
    this.patience = patience;
  }

  /** Whether the target came to every position that was waited for. */
  boolean atPosition() {
    return atPosition;
  }

  Verdict confirm(Collection<Key> suspects) throws SQLException, InterruptedException {
    List<Difference> differences = new ArrayList<>();
    Set<Key> left = new LinkedHashSet<>(suspects);
    Map<Key, State> absentBefore = new HashMap<>();
    for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
      Round seen = look(left);
      Map<Key, State> absentNow = new HashMap<>();
      for (Key key : List.copyOf(left)) {
        State there = seen.target().getOrDefault(key, State.ABSENT);
        Set<State> versions = seen.versions(key);
        if (versions.stream().anyMatch(version -> version.hashes().equals(there.hashes()))) {
          left.remove(key);
        } else if (versions.size() == 1) {
          State here = versions.iterator().next();
          // A row that is not there has no version: it may have come and gone between two looks.
          if (here.absent() && !there.equals(absentBefore.get(key))) {
            absentNow.put(key, there);
          } else {
            differences.add(new Difference(kind(here, there), key));
            left.remove(key);
          }
        }
      }
      absentBefore = absentNow;
    }
    return new Verdict(differences, List.copyOf(left));
  }

  private static Difference.Kind kind(State here, State there) {
    if (here.absent()) {
      return Difference.Kind.EXTRA;
    }
    if (there.absent()) {
      return Difference.Kind.MISSING;
    }
    return there.rows() > here.rows() ? Difference.Kind.DUPLICATE : Difference.Kind.DIFFERENT;
  }

  /** What was seen: several looks at the source, one at the target between them. */
  private record Round(List<Map<Key, State>> source, Map<Key, State> target) {
    Set<State> versions(Key key) {
      Set<State> versions = new HashSet<>();
      source.forEach(look -> versions.add(look.getOrDefault(key, State.ABSENT)));
      return versions;
    }
  }

  private Round look(Set<Key> keys) throws SQLException, InterruptedException {
    List<Map<Key, State>> looks = new ArrayList<>();
    looks.add(source.rows(keys));
    String reached = position.now();
    long start = pause.nanos();
    while (atPosition && !position.reached(reached)) {
      if (!position.moves() || pause.nanos() - start > patience.toNanos()) {
        atPosition = false;
      } else {
        pause.sleep(STEP);
        if (keys.size() <= FEW) {
          // A row that is changed all the time is right if the copy has any of its versions.
          looks.add(source.rows(keys));
        }
      }
    }
    Map<Key, State> there = target.rows(keys);
    looks.add(source.rows(keys));
    return new Round(looks, there);
  }
}
