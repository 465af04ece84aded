package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.position.Lineage;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.position.SnapshotLedger;
import org.junit.jupiter.api.Test;

class PlaceTest {

  private static final Lineage LINEAGE = Lineage.of("7", 1, 5);

  /** Two changes at 150 and a record more were taken of a transaction that committed at 200. */
  private static final Position WITHIN =
      new Position(
          false,
          150,
          100,
          9,
          2,
          1,
          SnapshotLedger.EMPTY,
          new Lineage("7", 1, 5, 200, 1_000_000),
          Reads.NONE);

  private final Place place = new Place(WITHIN, LINEAGE);

  @Test
  void until_a_transaction_comes_again_that_was_taken_in_part_its_place_is_kept() {
    assertThat(Position.of(place.boundary(100, 2_000_000))).isEqualTo(WITHIN);
    assertThat(Position.of(place.boundary(200, 2_000_000))).isEqualTo(WITHIN);
  }

  @Test
  void behind_that_transaction_the_place_is_between_two() {
    Position behind = Position.of(place.boundary(208, 2_000_000));

    assertThat(behind.lastCommitLsn()).isEqualTo(208);
    assertThat(behind.txId()).isZero();
    assertThat(behind.part()).isZero();
  }
}
