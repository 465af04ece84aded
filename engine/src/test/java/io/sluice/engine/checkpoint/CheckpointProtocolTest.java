package io.sluice.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.checkpoint.CheckpointProtocol.Action;
import io.sluice.engine.checkpoint.CheckpointProtocol.Event;
import io.sluice.state.checkpoint.LaneName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.TopicPartition;

/**
 * The protocol in a world without threads: sources that count, sinks with targets of their own, a
 * disk, a clock turned by hand. Steps come in any order that the lanes allow; at any moment
 * everything in memory may be lost. jqwik prints the seed of a world that breaks a promise.
 */
class CheckpointProtocolTest {
  private static final int STEPS = 600;

  @Property(tries = 400)
  void every_record_reaches_every_sink_once_whatever_happens_when(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int sources,
      @ForAll @IntRange(min = 1, max = 3) int sinks) {
    World world = new World(new Random(seed), sources, sinks);
    for (int step = 0; step < STEPS; step++) {
      world.step();
    }
    world.drain();
    world.check();
  }

  /** One source task: hands out 0, 1, 2, ... */
  private static final class Source {
    private long next;
    private long cut;
    private long sinceBarrier;
    private long barrierDue;
  }

  /** What waits in a lane: a record's number, or a barrier as its negative epoch. */
  private static final class Sink {
    private final List<Deque<Long>> lanes = new ArrayList<>();
    private final boolean[] atBarrier;
    private final List<List<Long>> staged = new ArrayList<>();
    private final long[] position;
    private final boolean keepsOffsets;
    private final boolean pauses;
    // Survives a crash:
    private final List<List<Long>> target = new ArrayList<>();
    private long[] targetOffsets;

    private Sink(int sources, boolean keepsOffsets, boolean pauses) {
      this.keepsOffsets = keepsOffsets;
      this.pauses = pauses;
      this.atBarrier = new boolean[sources];
      this.position = new long[sources];
      this.targetOffsets = new long[sources];
      for (int i = 0; i < sources; i++) {
        lanes.add(new ArrayDeque<>());
        staged.add(new ArrayList<>());
        target.add(new ArrayList<>());
      }
    }
  }

  /** An epoch as the disk has it: the offsets of all sources, which are the ends of all lanes. */
  private record Row(long[] ends, boolean committed) {}

  private static final class World {
    private final Random random;
    private final int count;
    private final List<Source> sources = new ArrayList<>();
    private final List<Sink> sinks = new ArrayList<>();
    private final TreeMap<Long, Row> disk = new TreeMap<>();
    private final Deque<Event> inbox = new ArrayDeque<>();
    private final Set<Long> released = new HashSet<>();
    private long now;
    private long[] told;
    private long[] goal;
    private final long[] highest;
    private CheckpointProtocol protocol;
    private boolean draining;

    private World(Random random, int sources, int sinks) {
      this.random = random;
      this.count = sources;
      this.told = new long[sources];
      this.goal = new long[sources];
      this.highest = new long[sources];
      for (int i = 0; i < sources; i++) {
        this.sources.add(new Source());
      }
      for (int i = 0; i < sinks; i++) {
        this.sinks.add(new Sink(sources, random.nextBoolean(), random.nextInt(3) == 0));
      }
      this.protocol = protocol(0);
    }

    private CheckpointProtocol protocol(long lastEpoch) {
      return new CheckpointProtocol(
          new CheckpointProtocol.Settings(count, sinks.size(), 10, 50, 100, ""), lastEpoch, now);
    }

    private void step() {
      int dice = random.nextInt(100);
      if (dice < 35) {
        poll(random.nextInt(count));
      } else if (dice < 45) {
        sendBarrier(random.nextInt(count));
      } else if (dice < 80) {
        work(sinks.get(random.nextInt(sinks.size())));
      } else if (dice < 90) {
        tick(random.nextInt(8));
      } else if (dice < 98) {
        deliverEvent();
      } else {
        crash();
      }
    }

    private void drain() {
      draining = true;
      for (int round = 0; round < 2_000; round++) {
        for (int i = 0; i < count; i++) {
          if (sources.get(i).next < highest[i]) {
            poll(i);
          }
          sendBarrier(i);
        }
        sinks.forEach(this::work);
        deliverEvent();
        tick(3);
      }
      assertThat(protocol.settled()).as(protocol.toString()).isTrue();
    }

    private void poll(int index) {
      Source source = sources.get(index);
      for (int n = random.nextInt(4); n > 0; n--) {
        long number = source.next++;
        source.sinceBarrier++;
        sinks.forEach(sink -> sink.lanes.get(index).add(number));
      }
      highest[index] = Math.max(highest[index], source.next);
    }

    private void sendBarrier(int index) {
      Source source = sources.get(index);
      if (source.barrierDue == 0) {
        return;
      }
      long epoch = source.barrierDue;
      source.barrierDue = 0;
      sinks.forEach(sink -> sink.lanes.get(index).add(-epoch));
      String text = Long.toString(source.next);
      inbox.add(
          new Event.BarrierSent(
              index,
              epoch,
              new SourceCut(
                  Map.of("" + index, text),
                  source.next > source.cut
                      ? Map.of(new LaneName("t", index), source.next)
                      : Map.of(),
                  source.sinceBarrier)));
      source.cut = source.next;
      source.sinceBarrier = 0;
    }

    private void work(Sink sink) {
      int lane = random.nextInt(count);
      if (!sink.atBarrier[lane]) {
        Long head = sink.lanes.get(lane).peek();
        // The number zero is a record: epochs begin at one.
        if (head != null && head >= 0) {
          sink.lanes.get(lane).remove();
          if (head >= sink.position[lane]) {
            sink.staged.get(lane).add(head);
            sink.position[lane] = head + 1;
          }
        } else if (head != null) {
          sink.atBarrier[lane] = true;
        }
      }
      for (boolean one : sink.atBarrier) {
        if (!one) {
          return;
        }
      }
      long epoch = -sink.lanes.get(0).element();
      if (!released.contains(epoch)) {
        return;
      }
      assertThat(disk).as("invariant 3: prepared before any sink commits").containsKey(epoch);
      for (int i = 0; i < count; i++) {
        sink.lanes.get(i).remove();
        sink.atBarrier[i] = false;
        List<Long> staged = sink.staged.get(i);
        // What is of a paused partition waits, and its offset with it; not for ever.
        boolean waits = sink.pauses && !draining && random.nextInt(3) == 0;
        int goes = waits ? random.nextInt(staged.size() + 1) : staged.size();
        sink.target.get(i).addAll(staged.subList(0, goes));
        staged.subList(0, goes).clear();
        sink.targetOffsets[i] = staged.isEmpty() ? sink.position[i] : staged.get(0);
      }
      if (random.nextInt(20) == 0) {
        crash(); // Committed, and nobody knows.
        return;
      }
      long durable =
          disk.headMap(epoch, true).descendingMap().entrySet().stream()
              .filter(e -> covers(sink.targetOffsets, e.getValue().ends))
              .mapToLong(Map.Entry::getKey)
              .findFirst()
              .orElse(0);
      inbox.add(new Event.Answered(sinks.indexOf(sink), epoch, durable, random.nextInt(100)));
    }

    private static boolean covers(long[] offsets, long[] ends) {
      for (int i = 0; i < ends.length; i++) {
        if (offsets[i] < ends[i]) {
          return false;
        }
      }
      return true;
    }

    private void tick(int time) {
      now += time;
      long polled = sources.stream().mapToLong(source -> source.sinceBarrier).sum();
      boolean hold = false;
      for (int i = 0; i < count; i++) {
        hold |= sources.get(i).next < goal[i];
      }
      if (hold) {
        for (int i = 0; i < count; i++) {
          poll(i);
        }
      }
      act(new Event.Tick(now, polled, random.nextInt(10) == 0, hold));
    }

    private void deliverEvent() {
      Event event = inbox.poll();
      if (event != null) {
        act(event);
      }
    }

    private void act(Event event) {
      for (Action action : protocol.on(event)) {
        if (action instanceof Action.SendBarriers send) {
          sources.forEach(source -> source.barrierDue = send.epoch());
        } else if (action instanceof Action.Prepare prepare) {
          long[] ends = disk.isEmpty() ? new long[count] : disk.lastEntry().getValue().ends.clone();
          prepare.epoch().laneEnds().forEach((lane, end) -> ends[lane.partition()] = end);
          disk.put(prepare.epoch().epoch(), new Row(ends, false));
          inbox.addFirst(new Event.Prepared(prepare.epoch().epoch()));
        } else if (action instanceof Action.Release release) {
          released.add(release.epoch());
        } else if (action instanceof Action.Commit commit) {
          commit(commit.epoch());
          inbox.addFirst(new Event.Committed(commit.epoch()));
        } else if (action instanceof Action.TellSources tell) {
          tell(row(tell.epoch()).ends);
        }
      }
    }

    private void commit(long epoch) {
      Row row = row(epoch);
      Map.Entry<Long, Row> before =
          disk.entrySet().stream().filter(e -> e.getValue().committed).findFirst().orElse(null);
      if (before != null) {
        for (int i = 0; i < count; i++) {
          assertThat(row.ends[i])
              .as("invariant 2: a checkpoint never moves back")
              .isGreaterThanOrEqualTo(before.getValue().ends[i]);
        }
      }
      disk.headMap(epoch).clear();
      disk.put(epoch, new Row(row.ends, true));
    }

    private Row row(long epoch) {
      return java.util.Objects.requireNonNull(disk.get(epoch), "epoch " + epoch);
    }

    private void tell(long[] upTo) {
      for (Sink sink : sinks) {
        for (int i = 0; i < count; i++) {
          assertThat(sink.targetOffsets[i])
              .as("invariant 1: the source is told of nothing that a sink does not have")
              .isGreaterThanOrEqualTo(upTo[i]);
        }
      }
      told = upTo.clone();
    }

    /** Everything in memory is gone; sinks and disk are asked where to go on. */
    private void crash() {
      List<ResumePoint.Known> known = new ArrayList<>();
      disk.forEach(
          (epoch, row) ->
              known.add(new ResumePoint.Known(epoch, row.committed, false, ends(row.ends))));
      List<ResumePoint.Answer> answers = new ArrayList<>();
      for (Sink sink : sinks) {
        Map<TopicPartition, Long> named = new HashMap<>();
        if (sink.keepsOffsets) {
          ends(sink.targetOffsets).forEach((p, end) -> named.merge(p, end, Math::max));
          named.values().removeIf(end -> end == 0);
        }
        answers.add(
            new ResumePoint.Answer(
                "sink", "sink " + answers.size(), ends(sink.targetOffsets).keySet(), named));
      }
      ResumePoint resume = ResumePoint.decide(known, answers, Set.of());
      assertThat(resume.warnings()).isEmpty();
      assertThat(resume.lost()).isEmpty();
      long newest = disk.isEmpty() ? 0 : disk.lastKey();
      long[] at = resume.epoch() == 0 ? new long[count] : row(resume.epoch()).ends;
      if (resume.epoch() > 0) {
        commit(resume.epoch());
      }
      disk.tailMap(resume.newestInUse(), false).clear();
      inbox.clear();
      released.clear();
      for (int i = 0; i < count; i++) {
        assertThat(at[i]).as("what the source was told to forget").isGreaterThanOrEqualTo(told[i]);
        sources.set(i, new Source());
        sources.get(i).next = at[i];
        sources.get(i).cut = at[i];
        goal[i] = resume.catchUpTo().getOrDefault(new TopicPartition("t", i), at[i]);
      }
      for (int s = 0; s < sinks.size(); s++) {
        restart(sinks.get(s), at, resume.has().get(s));
      }
      protocol = protocol(newest);
    }

    private void restart(Sink sink, long[] at, Map<TopicPartition, Long> has) {
      for (int i = 0; i < count; i++) {
        sink.lanes.get(i).clear();
        sink.staged.get(i).clear();
        sink.atBarrier[i] = false;
        long from = has.getOrDefault(new TopicPartition("t", i), at[i]);
        sink.position[i] = from;
      }
    }

    private Map<TopicPartition, Long> ends(long[] ends) {
      Map<TopicPartition, Long> map = new HashMap<>();
      for (int i = 0; i < count; i++) {
        map.put(new TopicPartition("t", i), ends[i]);
      }
      return map;
    }

    private void check() {
      for (Sink sink : sinks) {
        for (int i = 0; i < count; i++) {
          List<Long> rows = sink.target.get(i);
          Set<Long> distinct = new HashSet<>(rows);
          assertThat(distinct).as("nothing lost").hasSize((int) highest[i]);
          if (sink.keepsOffsets) {
            assertThat(rows).as("nothing twice").hasSize(distinct.size());
            List<Long> sorted = new ArrayList<>(rows);
            Collections.sort(sorted);
            assertThat(rows).as("invariant 4: in order").isEqualTo(sorted);
          }
        }
      }
    }
  }
}
