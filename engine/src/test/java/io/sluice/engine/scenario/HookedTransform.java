package io.sluice.engine.scenario;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** Does with each record what its {@link Script} says, and lets it pass. */
public final class HookedTransform implements Transformation<SourceRecord> {
  private Script script = new Script();

  @Override
  public void configure(Map<String, ?> configs) {
    script = Scripts.script(String.valueOf(configs.get("script")));
  }

  @Override
  public SourceRecord apply(SourceRecord record) {
    try {
      script.onTransform.on(record);
    } catch (InterruptedException asked) {
      throw new ConnectException("gave up when it was interrupted", asked);
    }
    return record;
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public void close() {
    script.onTransformClose.run();
  }
}
