package io.sluice.pipeline.file;

import static io.sluice.pipeline.setting.ScalarType.choice;
import static io.sluice.pipeline.setting.ScalarType.constant;
import static io.sluice.pipeline.setting.ScalarType.flag;

import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.ContractOnKafka;
import io.sluice.pipeline.setting.Section;
import io.sluice.pipeline.setting.Setting;
import io.sluice.pipeline.yaml.Problems;
import java.util.List;
import java.util.Optional;

/** The keys under {@code schema}. */
final class SchemaSettings {
  private static final SchemaContract DEFAULT = SchemaContract.DEFAULT;

  private static final Setting<SchemaContract.Format> FORMAT =
      Setting.of(
          "format",
          choice(SchemaContract.Format.class),
          DEFAULT.format(),
          "The language in which the registry has the schemas. Records themselves are not changed"
              + " by it.");
  private static final Setting<SchemaContract.Compatibility> COMPATIBILITY =
      Setting.optional(
          "compatibility",
          constant(SchemaContract.Compatibility.class),
          "What a new version owes the earlier ones; set on each subject. Default: what the"
              + " registry says.");
  private static final Setting<SchemaContract.OnChange> ON_CHANGE =
      Setting.of(
          "on_change",
          choice(SchemaContract.OnChange.class),
          DEFAULT.onChange(),
          "What becomes of a change that `compatibility` allows: `evolve` registers it as a new"
              + " version, `freeze` lets records go on in the version accepted last, `dead_letter`"
              + " keeps them for replay, `stop` stops the pipeline before the first.");
  private static final Setting<SchemaContract.OnIncompatible> ON_INCOMPATIBLE =
      Setting.of(
          "on_incompatible",
          choice(SchemaContract.OnIncompatible.class),
          DEFAULT.onIncompatible(),
          "The same for a change that it does not allow.");
  private static final Setting<SchemaContract.OnSchemaless> ON_SCHEMALESS =
      Setting.of(
          "on_schemaless",
          choice(SchemaContract.OnSchemaless.class),
          DEFAULT.onSchemaless(),
          "What becomes of records that have no schema: `refuse` meets them as `on_incompatible`"
              + " says, `pass` lets them go on unjudged.");
  private static final Setting<SchemaContract.SubjectName> SUBJECT_NAME =
      Setting.of(
          "subject_name",
          choice(SchemaContract.SubjectName.class),
          DEFAULT.subjectName(),
          "What subjects are called: `topic` (`orders-value`), `record` (the record's full name) or"
              + " `topic_record` (both).");
  private static final Setting<Boolean> KEYS =
      Setting.of("keys", flag(), DEFAULT.keys(), "Whether the schemas of keys are held as well.");
  private static final Setting<UnresolvedConfig> REGISTRY =
      Setting.optional(
          "registry",
          new RegistryType(),
          "The registry: its URL, or `url` and what one needs to get in (`basic.auth.user.info`,"
              + " `bearer.auth.token`, `ssl.*`). Default: `registry` of `sluice.yaml`; without"
              + " that, the one in the project's state.");

  private static final Section<SchemaContract> SECTION =
      new Section<>(
          "the contract on schemas",
          List.of(
              FORMAT,
              COMPATIBILITY,
              ON_CHANGE,
              ON_INCOMPATIBLE,
              ON_SCHEMALESS,
              SUBJECT_NAME,
              KEYS,
              REGISTRY),
          (values, problems) ->
              new SchemaContract(
                  values.get(FORMAT),
                  values.find(COMPATIBILITY),
                  values.get(ON_CHANGE),
                  values.get(ON_INCOMPATIBLE),
                  values.get(ON_SCHEMALESS),
                  values.get(SUBJECT_NAME),
                  values.get(KEYS),
                  values.find(REGISTRY)));

  static final Setting<SchemaContract> SCHEMA =
      Setting.optional(
              "schema",
              SECTION,
              "What the pipeline promises about the schemas of its records: each is registered"
                  + " before its first record goes on, and a change is judged. Without it schemas"
                  + " pass as they come.")
          .neverEmpty(
              "Write 'schema: {}' for a contract with all defaults; without a contract, take the"
                  + " key away as well");

  private SchemaSettings() {}

  /**
   * The contract, if there is one.
   *
   * @param onKafka whether the pipeline runs on Kafka, where it is held behind the source
   * @param source whether it has one
   */
  static Optional<SchemaContract> contract(
      Section.Values values, boolean onKafka, boolean source, Problems problems) {
    Optional<SchemaContract> contract = values.find(SCHEMA);
    if (!onKafka || !values.written(SCHEMA)) {
      return contract;
    }
    if (!source) {
      problems.error(
          values.placeOf(SCHEMA),
          "a contract on schemas is held where a source writes into topics, and this pipeline has"
              + " none",
          "Say it in the pipeline that has the source");
      return Optional.empty();
    }
    if (contract.isPresent() && keepsLetters(contract.get())) {
      problems.error(
          values.placeOf(SCHEMA),
          "'dead_letter' is not for a pipeline on Kafka: Connect has dead letters for sinks alone,"
              + " and a contract is held behind the source",
          "Say 'stop' or 'freeze', or 'evolve' under 'on_change'");
      return Optional.empty();
    }
    return contract;
  }

  private static boolean keepsLetters(SchemaContract contract) {
    return contract.onChange() == SchemaContract.OnChange.DEAD_LETTER
        || contract.onIncompatible() == SchemaContract.OnIncompatible.DEAD_LETTER;
  }

  /** The contract of a pipeline on Kafka, with its place. */
  static Optional<ContractOnKafka> onKafka(
      Section.Values values, Optional<SchemaContract> contract) {
    return contract.map(promise -> new ContractOnKafka(promise, values.placeOf(SCHEMA)));
  }
}
