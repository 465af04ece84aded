package io.sluice.kafka.deploy;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The converters of a pipeline beside its contract on schemas. Those that know a registry register
 * schemas as well, so both are to write the same ones.
 */
public final class ContractConverters {
  private static final String CONFLUENT = "io.confluent.connect.";
  private static final String ADDITIONAL = ".object.additional.properties";
  private static final String REGISTERS = ".auto.register.schemas";

  /** What the classes are called in which schemas are of a format, ours and Confluent's. */
  private static final Map<String, SchemaContract.Format> FORMATS =
      Map.of(
          "AvroConverter",
          SchemaContract.Format.AVRO,
          "JsonSchemaConverter",
          SchemaContract.Format.JSON,
          "ProtobufConverter",
          SchemaContract.Format.PROTOBUF);

  private ContractConverters() {}

  /**
   * A converter that registers schemas.
   *
   * @param key by which it is set
   * @param told the settings among which it is, and with them its own
   */
  private record Registering(
      String key, String className, SchemaContract.Format format, UnresolvedConfig told) {
    Optional<String> setting(String name) {
      return Optional.ofNullable(told.values().get(key + name));
    }
  }

  /** Where a converter writes other schemas than the pipeline's contract, if it has one. */
  public static List<Problem> problems(KafkaPipeline pipeline) {
    List<Problem> problems = new ArrayList<>();
    pipeline
        .schema()
        .ifPresent(
            promise ->
                registering(pipeline, promise.contract())
                    .forEach(converter -> check(converter, promise.contract(), problems)));
    return problems;
  }

  private static void check(
      Registering converter, SchemaContract contract, List<Problem> problems) {
    if (converter.format() != contract.format()) {
      problems.add(
          Problem.warning(
              converter.told().placeOf(converter.key()),
              "registers schemas in "
                  + word(converter.format())
                  + ", and the contract in "
                  + word(contract.format())
                  + ": in one registry the subject is of one format, and the other is refused",
              "Say 'format: "
                  + word(converter.format())
                  + "' under 'schema', unless the two have different registries"));
    } else if (contract.format() == SchemaContract.Format.JSON
        && converter.setting(ADDITIONAL).filter("true"::equalsIgnoreCase).isPresent()) {
      problems.add(
          Problem.error(
              converter.told().placeOf(converter.key() + ADDITIONAL),
              "contradicts the contract, whose objects have no other properties than those that"
                  + " are named: both would register versions of one subject",
              "Leave it out: beside a contract in JSON it is false"));
    } else if (contract.format() == SchemaContract.Format.PROTOBUF
        && converter.className().startsWith(CONFLUENT)
        && converter.setting(REGISTERS).filter("false"::equalsIgnoreCase).isEmpty()) {
      problems.add(
          Problem.warning(
              converter.told().placeOf(converter.key()),
              "numbers fields by their place, and the contract by their name: where a column goes"
                  + " or moves, both register versions that contradict each other",
              "Say 'protobuf' here, or auto.register.schemas: false, use.latest.version: true and"
                  + " latest.cache.ttl.sec: 0"));
    }
  }

  /** What converters are told beside what the file says, so that they write the same schemas. */
  static Map<String, String> settings(KafkaPipeline pipeline, SchemaContract contract) {
    Map<String, String> settings = new HashMap<>();
    for (Registering converter : registering(pipeline, contract)) {
      if (contract.format() == SchemaContract.Format.JSON
          && converter.format() == SchemaContract.Format.JSON
          && converter.setting(ADDITIONAL).isEmpty()) {
        settings.put(converter.key() + ADDITIONAL, "false");
      }
    }
    return settings;
  }

  private static List<Registering> registering(KafkaPipeline pipeline, SchemaContract contract) {
    List<Registering> found = new ArrayList<>();
    for (String key :
        contract.keys()
            ? List.of("key.converter", "value.converter")
            : List.of("value.converter")) {
      // One that the connector is given goes with its own settings alone.
      UnresolvedConfig told =
          pipeline
              .source()
              .map(ConnectorSpec::config)
              .filter(config -> config.values().containsKey(key))
              .orElse(pipeline.converters());
      String className = told.values().getOrDefault(key, "");
      SchemaContract.Format format =
          FORMATS.get(className.substring(className.lastIndexOf('.') + 1));
      if (format != null
          && (className.startsWith("io.sluice.")
              || className.startsWith(CONFLUENT)
              || className.indexOf('.') < 0)) {
        found.add(new Registering(key, className, format, told));
      }
    }
    return found;
  }

  private static String word(SchemaContract.Format format) {
    return format.name().toLowerCase(Locale.ROOT);
  }
}
