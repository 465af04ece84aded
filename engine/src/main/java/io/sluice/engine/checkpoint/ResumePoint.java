package io.sluice.engine.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline goes on, and what each sink task has already. Decided from the epochs on disk
 * and from the offsets that sink tasks asked for when their partitions were opened. Pure.
 *
 * @param epoch whose source offsets the source gets; zero for the very beginning
 * @param newestInUse newest epoch that a sink task has something of; younger ones belong to nobody
 * @param has for each sink task, the offsets below which it has the records already
 * @param nextOffsets the next offset of each partition
 * @param catchUpTo ends of the newest epoch in use, where they lie beyond {@code nextOffsets}: an
 *     epoch that is cut before the source has come by them would end within one that is on disk
 * @param warnings what could not be matched, for people
 * @param lost sinks whose targets do not have what the checkpoint says they have: going on would
 *     leave a gap that nobody sees; one sentence each
 */
public record ResumePoint(
    long epoch,
    long newestInUse,
    List<Map<TopicPartition, Long>> has,
    Map<TopicPartition, Long> nextOffsets,
    Map<TopicPartition, Long> catchUpTo,
    List<String> warnings,
    List<String> lost) {

  /**
   * An epoch on disk.
   *
   * @param ends next offset of each partition as of its end
   */
  public record Known(
      long number, boolean committed, boolean reset, Map<TopicPartition, Long> ends) {
    private static final Known BEGINNING = new Known(0, true, false, Map.of());

    private long end(TopicPartition partition) {
      return ends.getOrDefault(partition, 0L);
    }
  }

  /**
   * What a sink task said when its partitions were opened.
   *
   * @param who for messages
   * @param sink name of its sink
   * @param opened what it was given to open
   * @param named the next offsets that it asked for, behind those that it refused; empty if it
   *     keeps none
   */
  public record Answer(
      String who, String sink, Set<TopicPartition> opened, Map<TopicPartition, Long> named) {
    private long next(TopicPartition partition) {
      return named.getOrDefault(partition, 0L);
    }

    private Set<TopicPartition> all() {
      Set<TopicPartition> all = new HashSet<>(opened);
      all.addAll(named.keySet());
      return all;
    }
  }

  /** Whether every sink task is exactly where the source resumes. */
  public boolean aligned() {
    return has.stream().allMatch(Map::isEmpty);
  }

  /**
   * The same, for a source that will not hand out the same records again: what a sink has already
   * says nothing about them then. Every sink gets everything, under offsets that none of them has
   * seen.
   */
  public ResumePoint withoutSkipping() {
    Map<TopicPartition, Long> above = new HashMap<>(nextOffsets);
    has.forEach(task -> task.forEach((partition, end) -> above.merge(partition, end, Math::max)));
    List<Map<TopicPartition, Long>> none = new ArrayList<>();
    has.forEach(task -> none.add(Map.of()));
    return new ResumePoint(epoch, epoch, none, above, Map.of(), warnings, lost);
  }

  /**
   * Decides.
   *
   * @param known all epochs on disk
   * @param answers one of each sink task
   * @param keepOffsets sinks that have asked for offsets in an earlier run
   */
  public static ResumePoint decide(
      List<Known> known, List<Answer> answers, Set<String> keepOffsets) {
    Known base =
        known.stream()
            .filter(Known::committed)
            .max(Comparator.comparingLong(Known::number))
            .orElse(Known.BEGINNING);
    List<Known> candidates = new ArrayList<>();
    candidates.add(base);
    known.stream().filter(k -> k.number() > base.number()).forEach(candidates::add);
    candidates.sort(Comparator.comparingLong(Known::number).reversed());

    List<String> lost = base.reset() ? List.of() : lost(answers, base, keepOffsets);
    List<String> warnings = new ArrayList<>();
    List<Known> at = new ArrayList<>();
    List<Known> within = new ArrayList<>();
    boolean matched = true;
    for (Answer answer : answers) {
      Known from = newestBefore(answer, candidates, base);
      Known to = oldestBehind(answer, candidates, base);
      if (from == null || to == null) {
        matched = false;
        from = from == null ? base : from; // Invariant 2: never before the last checkpoint.
        to = from;
        warnings.add(
            answer.who()
                + " asked for offsets that belong to no known epoch; resuming at epoch "
                + from.number()
                + ", so records may reach it twice");
      }
      at.add(from);
      // Epochs without a record end alike: the newest that a task is at may be behind the oldest.
      within.add(to.number() < from.number() ? from : to);
    }
    Known oldest = at.stream().min(Comparator.comparingLong(Known::number)).orElse(base);
    Map<TopicPartition, Long> next = new HashMap<>(oldest.ends());
    List<Map<TopicPartition, Long>> has = new ArrayList<>();
    if (matched) {
      Known newest = within.stream().max(Comparator.comparingLong(Known::number)).orElse(base);
      for (Answer answer : answers) {
        has.add(ahead(answer, oldest));
      }
      return new ResumePoint(
          oldest.number(), newest.number(), has, next, beyond(newest, oldest), warnings, lost);
    }
    // Offsets of the sinks and of the epochs do not belong together: nothing may be left out on
    // their strength, and new offsets begin above all of them.
    for (Known one : candidates) {
      one.ends().forEach((partition, end) -> next.merge(partition, end, Math::max));
    }
    for (Answer answer : answers) {
      answer.named().forEach((partition, end) -> next.merge(partition, end, Math::max));
    }
    answers.forEach(answer -> has.add(Map.of()));
    return new ResumePoint(oldest.number(), oldest.number(), has, next, Map.of(), warnings, lost);
  }

  /**
   * The newest epoch that a task has all of. It may have more: where it paused a partition, or was
   * killed between commits of its own, its offsets are those of no epoch, and are as good.
   */
  private static @Nullable Known newestBefore(Answer answer, List<Known> newestFirst, Known base) {
    if (answer.named().isEmpty()) {
      return base;
    }
    for (Known one : newestFirst) {
      if (answer.all().stream()
          .allMatch(p -> one.end(p) <= answer.next(p) || tellsNothing(answer, p, newestFirst))) {
        return one;
      }
    }
    // After an operator's reset an older position of a sink is no reason to undo it.
    return base.reset() && allAtMost(answer, base) ? base : null;
  }

  /** The oldest epoch that has all of a task's records: one that it is at, or within. */
  private static @Nullable Known oldestBehind(Answer answer, List<Known> newestFirst, Known base) {
    if (answer.named().isEmpty()) {
      return base;
    }
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      Known one = newestFirst.get(i);
      if (allAtMost(answer, one)) {
        return one;
      }
    }
    return null;
  }

  /**
   * Whether no epoch can be told from another by a partition of which a task remembers nothing. It
   * never got a record of it, because its target was new after a reset.
   */
  private static boolean tellsNothing(
      Answer answer, TopicPartition partition, List<Known> candidates) {
    return answer.next(partition) == 0
        && candidates.stream()
            .allMatch(one -> one.end(partition) == candidates.get(0).end(partition));
  }

  /** Sinks whose targets were replaced, or set back to before the last checkpoint. */
  private static List<String> lost(List<Answer> answers, Known base, Set<String> keepOffsets) {
    Map<String, List<Answer>> bySink = new TreeMap<>();
    answers.forEach(one -> bySink.computeIfAbsent(one.sink(), s -> new ArrayList<>()).add(one));
    List<String> lost = new ArrayList<>();
    bySink.forEach(
        (sink, tasks) -> {
          boolean keeps =
              keepOffsets.contains(sink) || tasks.stream().anyMatch(t -> !t.named().isEmpty());
          if (keeps && hasNone(tasks, base)) {
            lost.add(
                "the target of sink "
                    + sink
                    + " has no offsets, although the pipeline is at"
                    + " checkpoint "
                    + base.number()
                    + ": it is new, or was replaced");
          } else if (keeps && hasOlder(tasks, base)) {
            lost.add(
                "the target of sink "
                    + sink
                    + " has older offsets than checkpoint "
                    + base.number()
                    + ": it was set back to an earlier state");
          }
        });
    return lost;
  }

  private static boolean hasNone(List<Answer> tasks, Known base) {
    boolean expected = false;
    for (Answer task : tasks) {
      for (TopicPartition partition : task.opened()) {
        expected |= base.end(partition) > 0;
        if (base.end(partition) > 0 && task.next(partition) > 0) {
          return false;
        }
      }
    }
    return expected;
  }

  private static boolean hasOlder(List<Answer> tasks, Known base) {
    return tasks.stream()
        .anyMatch(
            task ->
                task.named().entrySet().stream()
                    .anyMatch(e -> e.getValue() > 0 && e.getValue() < base.end(e.getKey())));
  }

  private static boolean allAtMost(Answer answer, Known epoch) {
    return answer.named().entrySet().stream().allMatch(e -> e.getValue() <= epoch.end(e.getKey()));
  }

  /** Offsets below which a task has what the source reads again. */
  private static Map<TopicPartition, Long> ahead(Answer answer, Known resume) {
    Map<TopicPartition, Long> has = new HashMap<>();
    answer
        .named()
        .forEach(
            (partition, next) -> {
              if (next > resume.end(partition)) {
                has.put(partition, next);
              }
            });
    return has;
  }

  private static Map<TopicPartition, Long> beyond(Known newest, Known resume) {
    Map<TopicPartition, Long> beyond = new HashMap<>(newest.ends());
    beyond.entrySet().removeIf(end -> end.getValue() <= resume.end(end.getKey()));
    return beyond;
  }
}
