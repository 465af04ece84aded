package io.sluice.connector.postgres.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.position.Lineage;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.position.SnapshotOffset;
import io.sluice.connector.postgres.position.SnapshotOffset.Moment;
import io.sluice.connector.postgres.position.Visibility;
import io.sluice.connector.postgres.snapshot.TableWork.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FinishedTest {

  private final Finished finished =
      new Finished(SnapshotLedger.begin(new Visibility("5:9:"), 100), Map.of(), false, true);
  private final Moment moment = new Moment(9, 100, 0, Lineage.UNKNOWN, null);

  @Test
  void offsets_are_equal_as_long_as_nothing_was_finished_between_them() {
    SnapshotOffset one = offset(false);
    SnapshotOffset two = offset(false);
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
    assertThat(new HashMap<>(one)).isEqualTo(new HashMap<>(two));

    finish(77);

    SnapshotOffset three = offset(false);
    assertThat(three).isNotEqualTo(one);
    assertThat(new HashMap<>(three)).isNotEqualTo(new HashMap<>(one));
  }

  @Test
  void the_offset_of_the_last_row_of_all_is_another_one() {
    assertThat(offset(true)).isNotEqualTo(offset(false));
  }

  @Test
  void an_offset_equals_the_map_of_what_it_says() {
    finish(77);

    assertThat(offset(false)).isEqualTo(new HashMap<>(offset(false)));
  }

  private SnapshotOffset offset(boolean last) {
    SnapshotOffset offset = new SnapshotOffset(moment);
    offset.seal(finished.now(), last);
    return offset;
  }

  private void finish(int table) {
    Range all = new Range(-1, null, 1);
    TableWork work =
        new TableWork(new TableId("public", "t"), table, 0, null, true, List.of(all), 1);
    finished.add(new Chunk(work, all));
  }
}
