package io.sluice.connector.table.dialect;

import io.sluice.testkit.SinkRun;
import java.util.Map;

/**
 * Every type, by topic: each a {@code ...Cases} interface of its own. A dialect that cannot keep
 * one of them overrides that case and says why.
 */
@NotOnWorker("what becomes of a value is the same whoever calls; hundreds of starts")
public abstract class TypeCases extends SinkCase
    implements NumberCases,
        TextCases,
        TimeCases,
        ListCases,
        DocumentedTypeCases,
        OddValueCases,
        StructCases,
        KeyValueCases {
  @Override
  public final TargetUnderTest target() {
    return target;
  }

  @Override
  public final SinkRun sink() {
    return sink;
  }

  @Override
  public final Records records() {
    return records;
  }

  @Override
  public final void restart(Map<String, String> settings) {
    start(settings);
  }
}
