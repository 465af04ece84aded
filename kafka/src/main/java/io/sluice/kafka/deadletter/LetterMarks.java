package io.sluice.kafka.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Which letters of a topic are done with. Said by records in the partition of the letters, behind
 * them: so a mark goes into the transaction that sends letters through again, and retention takes
 * it after what it speaks of. Used by one thread.
 */
public final class LetterMarks {
  /** Why letters are done with. */
  public enum Kind {
    /** They were sent through again. */
    REPLAYED,
    /** Nobody wants them. */
    PURGED;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** One that a later version has made up is none that anybody replays. */
    private static Kind of(ConsumerRecord<byte[], byte[]> mark) {
      byte[] said = mark.headers().lastHeader(HEADER).value();
      boolean replayed =
          said != null && new String(said, StandardCharsets.UTF_8).equals(REPLAYED.word());
      return replayed ? REPLAYED : PURGED;
    }
  }

  /** The header by which a mark is known; its value is the {@link Kind}, in small letters. */
  private static final String HEADER = "sluice.letters";

  /** By partition, ranges of offsets that do not overlap, by their first one. */
  private final Map<Integer, TreeMap<Long, Range>> done = new HashMap<>();

  /**
   * Letters of which the same became.
   *
   * @param last offset of the last one
   */
  private record Range(long last, Kind kind) {}

  LetterMarks() {}

  /** Whether a record is a mark and no letter. */
  public static boolean isMark(ConsumerRecord<byte[], byte[]> each) {
    return each.headers().lastHeader(HEADER) != null;
  }

  /** Takes in what a mark says; ranges that cannot be read leave their letters open. */
  void take(ConsumerRecord<byte[], byte[]> mark) {
    if (mark.value() == null) {
      return;
    }
    String text = new String(mark.value(), StandardCharsets.UTF_8);
    String ranges = text.substring(0, Math.max(text.indexOf('\n'), 0));
    Kind kind = Kind.of(mark);
    for (String range : ranges.split(",", -1)) {
      if (range.matches("[0-9]{1,18}-[0-9]{1,18}")) {
        int dash = range.indexOf('-');
        add(
            mark.partition(),
            Long.parseLong(range.substring(0, dash)),
            Long.parseLong(range.substring(dash + 1)),
            kind);
      }
    }
  }

  /**
   * A range reaches over letters between its own that were done with before, as other marks say.
   */
  private void add(int partition, long first, long last, Kind kind) {
    TreeMap<Long, Range> ranges = done.computeIfAbsent(partition, none -> new TreeMap<>());
    Map.Entry<Long, Range> before = ranges.floorEntry(first);
    long from = before == null ? first : Math.max(first, before.getValue().last() + 1);
    while (from <= last) {
      Map.Entry<Long, Range> next = ranges.ceilingEntry(from);
      long to = next == null ? last : Math.min(last, next.getKey() - 1);
      if (from <= to) {
        put(ranges, from, new Range(to, kind));
      }
      from = next == null ? last + 1 : next.getValue().last() + 1;
    }
  }

  /** As one with the range that it goes on with, if there is one. */
  private static void put(TreeMap<Long, Range> ranges, long first, Range range) {
    Map.Entry<Long, Range> before = ranges.lowerEntry(first);
    boolean goesOn =
        before != null
            && before.getValue().last() == first - 1
            && before.getValue().kind() == range.kind();
    ranges.put(before != null && goesOn ? before.getKey() : first, range);
  }

  /** Whether nothing became of a letter yet. */
  public boolean isOpen(Letter letter) {
    return of(letter).isEmpty();
  }

  boolean isOpen(int partition, long offset) {
    return of(partition, offset).isEmpty();
  }

  /** What became of a letter; empty while it is open. */
  public Optional<Kind> of(Letter letter) {
    return of(letter.partition(), letter.offset());
  }

  Optional<Kind> of(int partition, long offset) {
    Map.Entry<Long, Range> range = done.getOrDefault(partition, new TreeMap<>()).floorEntry(offset);
    return range == null || range.getValue().last() < offset
        ? Optional.empty()
        : Optional.of(range.getValue().kind());
  }

  /**
   * A mark.
   *
   * @param letters how many it is about
   */
  record Mark(ProducerRecord<byte[], byte[]> record, long letters) {}

  /**
   * Marks in the making: of letters of one partition, in their order. One says so many ranges at
   * most, since a topic takes records of a bounded size, and letters of one kind may lie between
   * those of another.
   */
  static final class Draft {
    private static final int MOST_RANGES = 1_000;

    private final List<Stretch> full = new ArrayList<>();
    private final StringBuilder ranges = new StringBuilder();
    private int count;
    private long letters;
    private long first = -1;
    private long last = -1;

    /** What one mark says: ranges, and how many letters are in them. */
    private record Stretch(String ranges, long letters) {}

    /** A letter that is done with. */
    void add(long offset) {
      if (first < 0) {
        first = offset;
      }
      last = offset;
      letters++;
    }

    /** A letter that stays open lies here: no range may reach over it. */
    void keep() {
      if (first >= 0) {
        ranges.append(ranges.isEmpty() ? "" : ",").append(first).append('-').append(last);
        first = -1;
        count++;
      }
      if (count == MOST_RANGES) {
        end();
      }
    }

    private void end() {
      full.add(new Stretch(ranges.toString(), letters));
      ranges.setLength(0);
      count = 0;
      letters = 0;
    }

    /**
     * The marks; none when no letter is done with.
     *
     * @param note who, when and why, for people who read the topic
     */
    List<Mark> marks(String topic, int partition, Kind kind, String note) {
      keep();
      if (count > 0) {
        end();
      }
      return full.stream()
          .map(
              each -> new Mark(record(topic, partition, kind, each.ranges(), note), each.letters()))
          .toList();
    }

    private static ProducerRecord<byte[], byte[]> record(
        String topic, int partition, Kind kind, String ranges, String note) {
      // With a key of its own: a compacted topic takes nothing without one, and keeps this.
      String key = "sluice " + kind.word() + " " + partition + ":" + ranges;
      ProducerRecord<byte[], byte[]> mark =
          new ProducerRecord<>(topic, partition, bytes(key), bytes(ranges + "\n" + note));
      mark.headers().add(HEADER, bytes(kind.word()));
      return mark;
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
