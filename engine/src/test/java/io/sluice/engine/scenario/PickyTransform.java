package io.sluice.engine.scenario;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Drops numbers that {@code drop} divides, fails on those that {@code refuse} divides; asks for
 * another attempt at each that {@code again} divides.
 */
public final class PickyTransform implements Transformation<SourceRecord> {
  private long drop;
  private long refuse;
  private long again;
  private long attempted = -1;

  @Override
  public void configure(Map<String, ?> configs) {
    drop = Long.parseLong(String.valueOf(configs.get("drop")));
    refuse = Long.parseLong(String.valueOf(configs.get("refuse")));
    Object text = configs.get("again");
    again = text == null ? 0 : Long.parseLong(String.valueOf(text));
  }

  @Override
  public @Nullable SourceRecord apply(SourceRecord record) {
    String text = String.valueOf(record.value());
    long number = Long.parseLong(text.substring(text.indexOf('/') + 1));
    if (again > 0 && number % again == 0 && attempted != number) {
      attempted = number;
      throw new RetriableException("once more, please");
    }
    if (refuse > 0 && number % refuse == 0) {
      throw new DataException("this number is refused");
    }
    return drop > 0 && number % drop == 0 ? null : record;
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public void close() {}
}
