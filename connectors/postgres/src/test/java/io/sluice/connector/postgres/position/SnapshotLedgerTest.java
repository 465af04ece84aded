package io.sluice.connector.postgres.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.position.SnapshotLedger.Part;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SnapshotLedgerTest {

  private static final Visibility SINCE = new Visibility("10:20:12,15");

  @Property(tries = 200)
  void a_ledger_is_read_back_as_written(
      @ForAll Set<Integer> tables,
      @ForAll @Size(max = 50) Set<@IntRange(max = 200) Integer> chunks,
      @ForAll int cut) {
    tables.remove(cut);
    SnapshotLedger ledger = new SnapshotLedger(SINCE, 450, tables, Map.of(cut, part(chunks)));

    SnapshotLedger read = SnapshotLedger.parse(ledger.toString());

    assertThat(read.tables()).isEqualTo(ledger.tables());
    assertThat(read.parts()).isEqualTo(ledger.parts());
    assertThat(read.isOfSameSnapshot(ledger)).isTrue();
  }

  @Test
  void ten_thousand_tables_and_thousands_of_chunks_take_a_few_ten_thousand_characters() {
    Set<Integer> tables =
        IntStream.range(0, 10_000).mapToObj(i -> 16_384 + 7 * i).collect(Collectors.toSet());
    Set<Integer> chunks = IntStream.range(0, 5_000).boxed().collect(Collectors.toSet());
    SnapshotLedger ledger = new SnapshotLedger(SINCE, 450, tables, Map.of(7, part(chunks)));

    assertThat(ledger.toString().length()).isLessThan(25_000);
  }

  @Test
  void a_ledger_without_position_leaves_nothing_out_of_the_stream() {
    SnapshotLedger ledger = new SnapshotLedger(SINCE, 0, Set.of(1), Map.of());

    assertThat(ledger.seen(1)).isNull();
    assertThat(ledger.end()).isZero();
  }

  @Test
  void a_text_of_another_form_has_everything_read_again() {
    assertThat(SnapshotLedger.parse("450|10:20:|public/a").isEmpty()).isTrue();
  }

  private static Part part(Set<Integer> chunks) {
    BitSet finished = new BitSet();
    chunks.forEach(finished::set);
    return new Part(4711, 8, 6_000, finished);
  }
}
