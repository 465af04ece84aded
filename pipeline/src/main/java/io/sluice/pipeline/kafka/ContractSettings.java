package io.sluice.pipeline.kafka;

import io.sluice.pipeline.SchemaContract;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A contract in the form of a transform's settings, by the words of the pipeline file: who holds it
 * on a worker of Kafka Connect has no other way to learn of it.
 */
public final class ContractSettings {
  /** The class of the transform, which Sluice's own workers have. */
  public static final String TRANSFORM = "io.sluice.contract.connect.ContractTransform";

  /** Of the pipeline, in whose name events are kept. */
  public static final String PIPELINE = "pipeline";

  /** The folder with the project's state; not said where the worker does not have it. */
  public static final String STATE = "state";

  /**
   * What the settings of a state on a PostgreSQL begin with: {@code url}, {@code user}, {@code
   * password}, secrets as references that the worker resolves. Said in place of the folder.
   */
  public static final String STATE_SERVER = "state.";

  /** What the registry's settings begin with; none are said for the one in the state. */
  public static final String REGISTRY = "registry.";

  private static final String FORMAT = "format";
  private static final String COMPATIBILITY = "compatibility";
  private static final String ON_CHANGE = "on_change";
  private static final String ON_INCOMPATIBLE = "on_incompatible";
  private static final String ON_SCHEMALESS = "on_schemaless";
  private static final String SUBJECT_NAME = "subject_name";
  private static final String KEYS = "keys";

  private ContractSettings() {}

  /** The contract without its registry, in an order that is always the same. */
  public static Map<String, String> of(SchemaContract contract) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(FORMAT, word(contract.format()));
    contract.compatibility().ifPresent(level -> settings.put(COMPATIBILITY, level.name()));
    settings.put(ON_CHANGE, word(contract.onChange()));
    settings.put(ON_INCOMPATIBLE, word(contract.onIncompatible()));
    settings.put(ON_SCHEMALESS, word(contract.onSchemaless()));
    settings.put(SUBJECT_NAME, word(contract.subjectName()));
    settings.put(KEYS, String.valueOf(contract.keys()));
    return settings;
  }

  /**
   * The contract that {@link #of} has written; what is not said is as in a file that does not say
   * it. Its registry is empty.
   *
   * @throws IllegalArgumentException when a word is none of a contract
   */
  public static SchemaContract read(Map<String, String> settings) {
    SchemaContract usual = SchemaContract.DEFAULT;
    return new SchemaContract(
        read(settings, FORMAT, SchemaContract.Format.class, usual.format()),
        Optional.ofNullable(settings.get(COMPATIBILITY))
            .map(level -> constant(COMPATIBILITY, SchemaContract.Compatibility.class, level)),
        read(settings, ON_CHANGE, SchemaContract.OnChange.class, usual.onChange()),
        read(
            settings, ON_INCOMPATIBLE, SchemaContract.OnIncompatible.class, usual.onIncompatible()),
        read(settings, ON_SCHEMALESS, SchemaContract.OnSchemaless.class, usual.onSchemaless()),
        read(settings, SUBJECT_NAME, SchemaContract.SubjectName.class, usual.subjectName()),
        Boolean.parseBoolean(settings.getOrDefault(KEYS, String.valueOf(usual.keys()))),
        Optional.empty());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E read(
      Map<String, String> settings, String key, Class<E> type, E usual) {
    String said = settings.get(key);
    return said == null ? usual : constant(key, type, said);
  }

  private static <E extends Enum<E>> E constant(String key, Class<E> type, String said) {
    for (E each : type.getEnumConstants()) {
      if (each.name().equalsIgnoreCase(said)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        key + ": expected a word of a contract on schemas, found '" + said + "'");
  }
}
