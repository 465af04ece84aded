package io.sluice.contract.connect;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.pipeline.kafka.ContractSettings;
import io.sluice.state.storage.StateException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Holds a pipeline's contract on schemas on a worker of Kafka Connect: the last transform behind a
 * source, so that a schema is registered, and a change judged, before a record goes to its topic.
 * One for each source task, used by that task's thread.
 */
public final class ContractTransform<R extends ConnectRecord<R>>
    implements Transformation<R>, Versioned {
  private static final ConfigDef SETTINGS =
      new ConfigDef()
          .define(
              ContractSettings.PIPELINE,
              ConfigDef.Type.STRING,
              ConfigDef.Importance.HIGH,
              "The pipeline whose contract is held.")
          .define(
              ContractSettings.STATE,
              ConfigDef.Type.STRING,
              null,
              ConfigDef.Importance.MEDIUM,
              "The folder with the project's state, where decisions are kept, and schemas unless"
                  + " registry.url names a registry.")
          .define(
              ContractSettings.STATE_SERVER + "url",
              ConfigDef.Type.PASSWORD,
              null,
              ConfigDef.Importance.MEDIUM,
              "The PostgreSQL with the project's state, in place of the folder; as JDBC has it.")
          .define(
              ContractSettings.STATE_SERVER + "user",
              ConfigDef.Type.STRING,
              null,
              ConfigDef.Importance.MEDIUM,
              "Who gets in there.")
          .define(
              ContractSettings.STATE_SERVER + "password",
              ConfigDef.Type.PASSWORD,
              null,
              ConfigDef.Importance.MEDIUM,
              "With which password.");

  private Map<String, String> settings = Map.of();
  private @Nullable OpenContract open;

  @Override
  public ConfigDef config() {
    return SETTINGS;
  }

  @Override
  public String version() {
    return String.valueOf(getClass().getPackage().getImplementationVersion());
  }

  /** Nobody is asked yet: a registry that is away is waited for with the first record. */
  @Override
  public void configure(Map<String, ?> said) {
    Map<String, String> texts = new HashMap<>();
    said.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    ContractHome.check(texts);
    settings = Map.copyOf(texts);
  }

  /**
   * What goes on in place of the record.
   *
   * @throws RetriableException if the registry, or the state, does not answer
   * @throws FaultException if the record may not go on
   */
  @Override
  public R apply(R record) {
    if (!(record instanceof SourceRecord polled)) {
      throw new FaultException(
          Fault.CONFIGURATION, "a contract on schemas is held behind a source, not before a sink");
    }
    try {
      OpenContract contract = open;
      if (contract == null) {
        contract = ContractHome.open(settings, Clock.systemUTC());
        open = contract;
      }
      @SuppressWarnings("unchecked") // a record of a source's chain, in and out
      R passed = (R) contract.pass(polled);
      return passed;
    } catch (StateException busy) {
      if (!busy.isTransient()) {
        throw busy;
      }
      throw new RetriableException(
          "the state that keeps what a contract decides does not answer: " + busy.getMessage(),
          busy);
    }
  }

  @Override
  public void close() {
    OpenContract contract = open;
    open = null;
    if (contract != null) {
      contract.close();
    }
  }
}
