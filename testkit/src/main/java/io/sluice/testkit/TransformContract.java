package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every single message transform keeps to, whoever runs it. A test of a transform extends this
 * class, says how to make and configure it and which records it is for, and inherits the tests.
 */
public abstract class TransformContract {
  /** A new, unconfigured transform. */
  protected abstract Transformation<SourceRecord> transform();

  /** A configuration that works. */
  protected abstract Map<String, ?> config();

  /** Records as the transform will meet them; newly made at every call, equal at every call. */
  protected abstract List<SourceRecord> records();

  /** Settings and values that {@code configure} has to refuse, by the setting's name. */
  protected Map<String, ?> wrongSettings() {
    return Map.of();
  }

  private Transformation<SourceRecord> configured() {
    Transformation<SourceRecord> transform = transform();
    transform.configure(config());
    return transform;
  }

  @Test
  void every_setting_is_documented_and_its_default_valid() {
    try (Transformation<SourceRecord> transform = transform()) {
      if (!transform.config().names().isEmpty()) {
        SettingsContract.isSane(transform.config());
      }
    }
  }

  @Test
  void a_wrong_setting_is_refused_by_name() {
    wrongSettings()
        .forEach(
            (name, wrong) -> {
              Map<String, Object> changed = new java.util.HashMap<>(config());
              changed.put(name, wrong);
              try (Transformation<SourceRecord> transform = transform()) {
                assertThatThrownBy(() -> transform.configure(changed))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(name);
              }
            });
  }

  @Test
  void what_it_makes_fits_its_schema() {
    try (Transformation<SourceRecord> transform = configured()) {
      for (SourceRecord record : records()) {
        SourceRecord made = transform.apply(record);
        if (made != null && made.valueSchema() != null) {
          ConnectSchema.validateValue(made.valueSchema(), made.value());
        }
        if (made != null && made.keySchema() != null) {
          ConnectSchema.validateValue(made.keySchema(), made.key());
        }
      }
    }
  }

  @Test
  void the_same_record_gives_the_same_result_also_from_another_instance() {
    try (Transformation<SourceRecord> one = configured();
        Transformation<SourceRecord> other = configured()) {
      List<SourceRecord> records = records();
      List<SourceRecord> equal = records();
      for (int i = 0; i < records.size(); i++) {
        String first = text(one.apply(records.get(i)));
        assertThat(text(one.apply(equal.get(i)))).isEqualTo(first);
        assertThat(text(other.apply(records().get(i)))).isEqualTo(first);
      }
    }
  }

  @Test
  void the_record_that_comes_in_is_not_changed() {
    try (Transformation<SourceRecord> transform = configured()) {
      List<SourceRecord> untouched = records();
      List<SourceRecord> given = records();
      for (int i = 0; i < given.size(); i++) {
        transform.apply(given.get(i));

        assertThat(text(given.get(i))).isEqualTo(text(untouched.get(i)));
      }
    }
  }

  @Test
  void a_tombstone_passes_or_is_filtered_but_does_not_fail() {
    try (Transformation<SourceRecord> transform = configured()) {
      for (SourceRecord record : records()) {
        SourceRecord tombstone =
            record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                null,
                null,
                record.timestamp());

        assertThatCode(() -> transform.apply(tombstone)).doesNotThrowAnyException();
      }
    }
  }

  /**
   * Without this, every record would have a schema of its own, and whoever caches by schema would
   * burst.
   */
  @Test
  void one_schema_in_gives_one_schema_out() {
    try (Transformation<SourceRecord> transform = configured()) {
      for (SourceRecord record : records()) {
        SourceRecord first = transform.apply(copy(record));
        SourceRecord second = transform.apply(copy(record));

        if (first != null && second != null) {
          assertThat(second.valueSchema()).isSameAs(first.valueSchema());
          assertThat(second.keySchema()).isSameAs(first.keySchema());
        }
      }
    }
  }

  @Test
  void where_the_record_came_from_stays_with_it() {
    try (Transformation<SourceRecord> transform = configured()) {
      for (SourceRecord record : records()) {
        SourceRecord made = transform.apply(record);
        if (made != null) {
          assertThat(made.sourcePartition()).isEqualTo(record.sourcePartition());
          assertThat(made.sourceOffset()).isEqualTo(record.sourceOffset());
        }
      }
    }
  }

  @Test
  void closing_twice_does_no_harm() {
    Transformation<SourceRecord> transform = configured();

    transform.close();
    transform.close();
  }

  private static SourceRecord copy(SourceRecord record) {
    return record.newRecord(
        record.topic(),
        record.kafkaPartition(),
        record.keySchema(),
        record.key(),
        record.valueSchema(),
        record.value(),
        record.timestamp(),
        record.headers().duplicate());
  }

  private static String text(@Nullable ConnectRecord<?> record) {
    if (record == null) {
      return "filtered";
    }
    List<String> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(header.key() + "=" + header.value());
    }
    return String.join(
        " | ",
        record.topic(),
        String.valueOf(record.kafkaPartition()),
        String.valueOf(record.key()),
        String.valueOf(record.value()),
        String.valueOf(record.timestamp()),
        headers.toString());
  }
}
