package io.sluice.bench.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SerdeBedTest {
  private static final int LAST = 999;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(SerdeFormat.class)
  void what_is_measured_is_the_same_rows_for_all(SerdeFormat format) throws Exception {
    // That the bare library makes the same bytes, the bed sees to itself.
    try (SerdeBed bed = new SerdeBed(format, folder)) {
      bed.converter().read(1);
      assertThat(bed.converter().last()).isEqualTo(bed.converter().objects().get(LAST));
      assertThat(((Struct) bed.converter().objects().get(1)).getInt64("id")).isEqualTo(7_919);
      bed.client().read(1);
      // Messages of the same schema read twice are none of each other's type.
      assertThat(bed.client().last())
          .hasToString(bed.bareOfClient().objects().get(LAST).toString());
      bed.client().write(1);
      assertThat((byte[]) bed.client().last()).isEqualTo(bed.client().bytes().get(LAST));
    }
  }
}
