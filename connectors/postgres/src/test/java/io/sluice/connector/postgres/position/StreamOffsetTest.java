package io.sluice.connector.postgres.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.position.StreamOffset.Tail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StreamOffsetTest {
  private static final Tail TAIL = new Tail(null, new Lineage("7", 1, 5, 0, 0), Reads.NONE);
  private static final Tail OTHER_TAIL = new Tail("ledger", TAIL.lineage(), Reads.NONE);

  /** Of a few values each, so that many are equal although they are not the same. */
  @Provide
  Arbitrary<StreamOffset> offsets() {
    return Combinators.combine(
            Arbitraries.of(0L, 1L),
            Arbitraries.of(10L, 20L),
            Arbitraries.of(-1L, 0L, 1L),
            Arbitraries.of(0, 1),
            Arbitraries.of("INSERT", "UPDATE").injectNull(0.3),
            Arbitraries.of(TAIL, OTHER_TAIL, new Tail(null, TAIL.lineage(), Reads.NONE)))
        .as(
            (txId, lsn, events, part, type, tail) ->
                new StreamOffset(Transaction.of(txId, 30, 5, 9), lsn, events, part, type, tail));
  }

  @Property
  void offsets_are_equal_exactly_if_their_maps_are(
      @ForAll("offsets") StreamOffset one, @ForAll("offsets") StreamOffset other) {
    Map<String, Object> map = new HashMap<>(one);

    assertThat(one.equals(other)).isEqualTo(map.equals(new HashMap<>(other)));
    assertThat(one.equals(map)).isTrue();
    assertThat(one.hashCode()).isEqualTo(map.hashCode());
  }

  @Test
  void the_changes_of_one_transaction_have_different_offsets() {
    Transaction transaction = Transaction.of(1, 30, 5, 9);
    List<StreamOffset> offsets =
        List.of(
            new StreamOffset(transaction, 10, 1, 0, "INSERT", TAIL),
            new StreamOffset(transaction, 10, 2, 0, "INSERT", TAIL),
            new StreamOffset(transaction, 10, 2, 1, "INSERT", TAIL),
            new StreamOffset(transaction, 20, 1, 0, "INSERT", TAIL),
            new StreamOffset(transaction, 20, 1, 0, "UPDATE", TAIL));

    assertThat(offsets).doesNotHaveDuplicates();
  }
}
