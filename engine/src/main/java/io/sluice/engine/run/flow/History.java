package io.sluice.engine.run.flow;

import io.sluice.engine.checkpoint.ResumePoint;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.checkpoint.Checkpoint;
import io.sluice.state.checkpoint.Checkpoints;
import io.sluice.state.checkpoint.EpochRecord;
import io.sluice.state.checkpoint.LaneName;
import io.sluice.state.deadletter.DeadLetters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The epochs of a pipeline that are on disk when a flow starts. */
final class History {
  private static final String KEEP_OFFSETS = " keep-offsets=";

  /**
   * Two offsets of a source differ in this if between them lie records that will not come a second
   * time as they came first.
   */
  private static final String UNREPEATABLE = "sluice_unrepeatable";

  private final Checkpoints checkpoints;
  private final DeadLetters letters;
  private final String pipeline;
  private final List<ResumePoint.Known> known = new ArrayList<>();
  private final Set<String> keepOffsets = new HashSet<>();
  private final Optional<LaneLayout> layout;

  History(Checkpoints checkpoints, DeadLetters letters, String pipeline) {
    this.checkpoints = checkpoints;
    this.letters = letters;
    this.pipeline = pipeline;
    Optional<LaneLayout> last = Optional.empty();
    for (Checkpoint epoch : checkpoints.epochs(pipeline)) {
      known.add(
          new ResumePoint.Known(
              epoch.epoch(),
              epoch.committed(),
              epoch.reset(),
              partitions(checkpoints.laneEndsAt(pipeline, epoch.epoch()))));
      // An operator's reset names no layout; nothing is in flight then, so any will do.
      String note = epoch.layout();
      int split = note.indexOf(KEEP_OFFSETS);
      if (split >= 0) {
        String names = note.substring(split + KEEP_OFFSETS.length());
        keepOffsets.addAll(names.isEmpty() ? List.of() : List.of(names.split(",", -1)));
        note = note.substring(0, split);
      }
      last = LaneLayout.parse(note);
    }
    this.layout = last;
  }

  /** How lanes were laid out last; empty if that does not bind. */
  Optional<LaneLayout> layout() {
    return layout;
  }

  /** Newest epoch number ever used. */
  long newest() {
    return known.stream().mapToLong(ResumePoint.Known::number).max().orElse(0);
  }

  /** Every partition that ever got a record. */
  Set<TopicPartition> partitions() {
    Set<TopicPartition> all = new HashSet<>();
    known.forEach(epoch -> all.addAll(epoch.ends().keySet()));
    return all;
  }

  /** Where to go on, given what sink tasks asked for. */
  ResumePoint decide(List<ResumePoint.Answer> answers) {
    return ResumePoint.decide(
        known, answers.stream().map(this::behindRefused).toList(), keepOffsets);
  }

  /**
   * A task whose offsets come from the records that it keeps does not count those that it refused
   * last. It is not behind the last checkpoint for that: what it lacks are dead letters.
   */
  private ResumePoint.Answer behindRefused(ResumePoint.Answer answer) {
    Map<TopicPartition, Long> named = new HashMap<>(answer.named());
    named.replaceAll((partition, next) -> behindRefused(answer.sink(), partition, next));
    return new ResumePoint.Answer(answer.who(), answer.sink(), answer.opened(), named);
  }

  private long behindRefused(String sink, TopicPartition partition, long next) {
    long end =
        known.stream()
            .filter(ResumePoint.Known::committed)
            .mapToLong(epoch -> epoch.ends().getOrDefault(partition, 0L))
            .max()
            .orElse(0);
    if (next >= end) {
      return next;
    }
    long behind = next;
    for (long refused :
        letters.offsetsRefused(pipeline, sink, partition.topic(), partition.partition(), next)) {
      if (refused == behind && behind < end) {
        behind++;
      }
    }
    return behind == end ? end : next;
  }

  /** What is written with each epoch from now on: the layout, and which sinks keep offsets. */
  String note(LaneLayout layout, List<ResumePoint.Answer> answers) {
    Set<String> all = new TreeSet<>(keepOffsets);
    for (ResumePoint.Answer answer : answers) {
      if (!answer.named().isEmpty()) {
        all.add(answer.sink());
      }
    }
    return layout + KEEP_OFFSETS + String.join(",", all);
  }

  /**
   * Whether the source hands out the same records again from there, as far as any sink has them. A
   * log does; rows that are read do not, as they may have changed meanwhile, and may not be read at
   * all. Debezium's connectors and ours say in their offsets that rows are being read, and begin
   * with that: they are known by their partition, which names a server. Rows of which none of the
   * epochs tells, since their reading began and ended within one, are known by {@link
   * #UNREPEATABLE}.
   */
  boolean repeats(ResumePoint point) {
    Map<String, String> reached = checkpoints.sourceOffsetsAt(pipeline, point.newestInUse());
    if (point.epoch() == 0) {
      return reached.keySet().stream().noneMatch(partition -> value(partition, "server") != null);
    }
    // The resumed one does not tell of what was begun behind it.
    return known.stream()
            .mapToLong(ResumePoint.Known::number)
            .filter(number -> number >= point.epoch() && number <= point.newestInUse())
            .mapToObj(number -> checkpoints.sourceOffsetsAt(pipeline, number))
            .noneMatch(offsets -> offsets.values().stream().anyMatch(History::isReadingRows))
        && marks(checkpoints.sourceOffsetsAt(pipeline, point.epoch())).equals(marks(reached));
  }

  private static boolean isReadingRows(String offset) {
    Object said = value(offset, "snapshot");
    return (said != null && !said.equals(false) && !said.equals("false"))
        || value(offset, "incremental_snapshot_collections") != null;
  }

  private static Map<String, Object> marks(Map<String, String> offsets) {
    Map<String, Object> marks = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          Object mark = value(offset, UNREPEATABLE);
          if (mark != null) {
            marks.put(partition, mark);
          }
        });
    return marks;
  }

  private static @Nullable Object value(String json, String key) {
    Map<String, @Nullable Object> map = CanonicalJson.read(json);
    return map == null ? null : map.get(key);
  }

  /** Writes down where the pipeline resumes; returns the source offsets there. */
  Map<String, String> resumeAt(ResumePoint point) {
    if (point.epoch() == 0) {
      checkpoints.discardPreparedAfter(pipeline, point.newestInUse());
      return Map.of();
    }
    // Every sink has this epoch, so it is committed, whatever was written before the crash.
    checkpoints.commit(pipeline, point.epoch());
    checkpoints.discardPreparedAfter(pipeline, point.newestInUse());
    return checkpoints.sourceOffsetsAt(pipeline, point.epoch());
  }

  /** Writes an epoch without records that says that lanes are laid out anew from here. */
  void changeLayout(ResumePoint at, String note) {
    resumeAt(at);
    long epoch = newest() + 1;
    checkpoints.prepare(pipeline, new EpochRecord(epoch, Map.of(), Map.of(), 0, note));
    checkpoints.commit(pipeline, epoch);
  }

  private static Map<TopicPartition, Long> partitions(Map<LaneName, Long> ends) {
    Map<TopicPartition, Long> partitions = new HashMap<>();
    ends.forEach(
        (lane, end) -> partitions.put(new TopicPartition(lane.topic(), lane.partition()), end));
    return partitions;
  }
}
