package io.sluice.kafka.deadletter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.LetterMarks;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class LetterKindsTest {
  private final LetterKinds kinds = new LetterKinds();

  private static Letter letter(long offset, String message) {
    return new Letter(
        0,
        offset,
        Instant.EPOCH,
        "TASK_PUT",
        "org.example.Sink",
        "org.example.Refused",
        message,
        "shop.orders",
        OptionalLong.of(0),
        OptionalLong.of(offset),
        new byte[] {1},
        new byte[1_000],
        new RecordHeaders());
  }

  @Test
  void letters_of_one_kind_are_counted_by_what_became_of_them() {
    kinds.add("table", letter(0, "no row 17"), Optional.of(LetterMarks.Kind.REPLAYED));
    kinds.add("table", letter(1, "no row 18"), Optional.empty());
    kinds.add("table", letter(2, "no row 19"), Optional.of(LetterMarks.Kind.PURGED));
    kinds.add("log", letter(3, "no row 19"), Optional.empty());

    assertThat(kinds.bySize()).hasSize(2);
    LetterKinds.Kind table = kinds.bySize().get(0);
    assertThat(table.sink()).isEqualTo("table");
    assertThat(table.open()).isEqualTo(1);
    assertThat(table.replayed()).isEqualTo(1);
    assertThat(table.purged()).isEqualTo(1);
    assertThat(table.first().offset()).isZero();
    assertThat(table.last().offset()).as("the last open one").isEqualTo(1);
    assertThat(table.last().value()).as("who counts many keeps no values").isNull();
  }

  @Test
  void there_are_only_so_many_kinds_and_none_is_lost() {
    for (int kind = 0; kind < 3_000; kind++) {
      kinds.add("table", letter(kind, "z".repeat(kind + 1)), Optional.empty());
    }

    assertThat(kinds.bySize()).hasSizeLessThanOrEqualTo(1_001);
    assertThat(kinds.bySize().stream().mapToLong(LetterKinds.Kind::open).sum()).isEqualTo(3_000);
  }
}
