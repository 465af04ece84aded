package io.sluice.serdes.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The numbers that fields of a message have had or may not have. To be filled by one thread. */
final class Reservations {
  /** Ranges by their first number, each up to the one before its value; they do not touch. */
  private final TreeMap<Integer, Integer> ranges = new TreeMap<>();

  /** Adds what a message has and what it reserves. */
  void add(DescriptorProto message) {
    for (FieldDescriptorProto field : message.getFieldList()) {
      add(field.getNumber(), field.getNumber() + 1);
    }
    for (ReservedRange range : message.getReservedRangeList()) {
      add(range.getStart(), range.getEnd());
    }
  }

  private void add(int from, int to) {
    int first = from;
    int end = to;
    Map.Entry<Integer, Integer> near = ranges.floorEntry(end);
    while (near != null && near.getValue() >= first) {
      first = Math.min(first, near.getKey());
      end = Math.max(end, near.getValue());
      ranges.remove(near.getKey());
      near = ranges.floorEntry(end);
    }
    ranges.put(first, end);
  }

  boolean has(int number) {
    return endOf(number) > number;
  }

  /** The number behind the range of one; itself if it is in none. */
  int endOf(int number) {
    Map.Entry<Integer, Integer> near = ranges.floorEntry(number);
    return near == null ? number : Math.max(number, near.getValue());
  }

  /** All but those, rising. */
  List<ReservedRange> without(Collection<Integer> numbers) {
    List<Integer> cuts = numbers.stream().sorted().toList();
    List<ReservedRange> left = new ArrayList<>();
    ranges.forEach(
        (first, end) -> {
          int from = first;
          for (int cut : cuts) {
            if (cut >= from && cut < end) {
              range(from, cut, left);
              from = cut + 1;
            }
          }
          range(from, end, left);
        });
    return left;
  }

  private static void range(int from, int end, List<ReservedRange> ranges) {
    if (from < end) {
      ranges.add(ReservedRange.newBuilder().setStart(from).setEnd(end).build());
    }
  }
}
