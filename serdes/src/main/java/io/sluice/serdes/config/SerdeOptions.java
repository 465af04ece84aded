package io.sluice.serdes.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What all formats have in common: the registry, subjects, and which schema is written. */
public final class SerdeOptions {
  public static final String AUTO_REGISTER = "auto.register.schemas";
  public static final String NORMALIZE = "normalize.schemas";
  public static final String USE_ID = "use.schema.id";
  public static final String ID_STRICT = "id.compatibility.strict";
  public static final String USE_LATEST = "use.latest.version";
  public static final String USE_LATEST_WITH_METADATA = "use.latest.with.metadata";
  public static final String LATEST_STRICT = "latest.compatibility.strict";
  public static final String KEY_STRATEGY = "key.subject.name.strategy";
  public static final String VALUE_STRATEGY = "value.subject.name.strategy";
  public static final String KEY_ID_SERIALIZER = "key.schema.id.serializer";
  public static final String VALUE_ID_SERIALIZER = "value.schema.id.serializer";

  /** What a converter remembers of schemas, by the name that Confluent's has. */
  public static final String CACHE_SIZE = "schemas.cache.config";

  private SerdeOptions() {}

  /** A new definition with all of them; each format adds its own. */
  public static ConfigDef define() {
    return records(choice(ClientOptions.define(new ConfigDef())));
  }

  private static ConfigDef choice(ConfigDef options) {
    return options
        .define(
            AUTO_REGISTER,
            Type.BOOLEAN,
            true,
            Importance.MEDIUM,
            "Whether a schema that the subject does not have is registered. If not, it is looked"
                + " up, and what is not there is an error.")
        .define(
            NORMALIZE,
            Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Whether schemas that mean the same are the same to the registry.")
        .define(
            USE_ID,
            Type.INT,
            -1,
            Importance.LOW,
            "The id of the schema that all records are written with; -1: each one's own.")
        .define(
            ID_STRICT,
            Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether that schema must be able to read what a record's own wrote.")
        .define(
            USE_LATEST,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether records are written with the newest version of the subject, and not with their"
                + " own schema. Needs "
                + AUTO_REGISTER
                + "=false.")
        .define(
            USE_LATEST_WITH_METADATA,
            Type.STRING,
            "",
            Importance.LOW,
            "As "
                + USE_LATEST
                + ", of the versions that have this metadata: name=value, with"
                + " commas between several.")
        .define(
            LATEST_STRICT,
            Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether that version must be able to read what a record's own schema wrote.");
  }

  private static ConfigDef records(ConfigDef options) {
    return options
        .define(
            KEY_STRATEGY,
            Type.STRING,
            "TopicNameStrategy",
            Importance.MEDIUM,
            "Names the subject of a key: TopicNameStrategy, RecordNameStrategy,"
                + " TopicRecordNameStrategy or a class of one's own.")
        .define(
            VALUE_STRATEGY,
            Type.STRING,
            "TopicNameStrategy",
            Importance.MEDIUM,
            "As " + KEY_STRATEGY + ", for values.")
        .define(
            KEY_ID_SERIALIZER,
            Type.STRING,
            "PrefixSchemaIdSerializer",
            Importance.LOW,
            "Where a key's schema is named: PrefixSchemaIdSerializer (an id before the data) or"
                + " HeaderSchemaIdSerializer (a GUID in a header). Both are read.")
        .define(
            VALUE_ID_SERIALIZER,
            Type.STRING,
            "PrefixSchemaIdSerializer",
            Importance.LOW,
            "As " + KEY_ID_SERIALIZER + ", for values.");
  }
}
