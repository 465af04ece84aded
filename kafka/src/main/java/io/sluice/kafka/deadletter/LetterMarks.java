package io.sluice.kafka.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
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
  }

  /** The header by which a mark is known; its value is the {@link Kind}, in small letters. */
  private static final String HEADER = "sluice.letters";

  /** By partition, ranges of offsets that do not touch each other: the first, and the last. */
  private final Map<Integer, TreeMap<Long, Long>> done = new HashMap<>();

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
    for (String range : ranges.split(",", -1)) {
      if (range.matches("[0-9]{1,18}-[0-9]{1,18}")) {
        int dash = range.indexOf('-');
        add(
            mark.partition(),
            Long.parseLong(range.substring(0, dash)),
            Long.parseLong(range.substring(dash + 1)));
      }
    }
  }

  private void add(int partition, long first, long last) {
    TreeMap<Long, Long> ranges = done.computeIfAbsent(partition, none -> new TreeMap<>());
    Map.Entry<Long, Long> before = ranges.floorEntry(first);
    long begin = before != null && before.getValue() >= first ? before.getKey() : first;
    long end = last;
    NavigableMap<Long, Long> covered = ranges.subMap(begin, true, last, true);
    for (long other : covered.values()) {
      end = Math.max(end, other);
    }
    covered.clear();
    ranges.put(begin, end);
  }

  /** Whether nothing became of a letter yet. */
  public boolean isOpen(Letter letter) {
    return isOpen(letter.partition(), letter.offset());
  }

  boolean isOpen(int partition, long offset) {
    Map.Entry<Long, Long> range = done.getOrDefault(partition, new TreeMap<>()).floorEntry(offset);
    return range == null || range.getValue() < offset;
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
