package io.sluice.transforms;

import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings of {@link Mask}. */
final class MaskConfig extends AbstractConfig {
  static final String FIELDS = "fields";
  static final String METHOD = "method";
  static final String KEY = "key";
  static final String SALT = "salt";
  static final String KEEP = "keep";
  static final String REPLACEMENT = "replacement";
  static final String MISSING = "missing";

  /** What to do about a record that lacks one of the fields. */
  enum Missing {
    WARN,
    FAIL,
    IGNORE
  }

  static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              FIELDS,
              Type.LIST,
              NO_DEFAULT_VALUE,
              ConfigDef.LambdaValidator.with(MaskConfig::atLeastOne, () -> "at least one field"),
              Importance.HIGH,
              "Fields to hide, by path: 'email', 'address.street'. A path that ends at a struct,"
                  + " list or map hides everything inside. In a Debezium change event the path"
                  + " begins at the row.")
          .define(
              METHOD,
              Type.STRING,
              NO_DEFAULT_VALUE,
              CaseInsensitiveValidString.in("redact", "hash", "hmac", "partial", "nullify", "null"),
              Importance.HIGH,
              "How to hide: 'redact' (a constant of the same type), 'hash' (SHA-256 with salt),"
                  + " 'hmac' (HMAC-SHA-256 with key), 'partial' (stars but for the last few"
                  + " characters), 'nullify' (null; 'null' in quotes is the same). hash, hmac and"
                  + " partial make the field a text.")
          .define(
              KEY,
              Type.PASSWORD,
              null,
              Importance.HIGH,
              "The secret key of 'hmac'. Keep it out of the file: ${env:...} or ${file:...}.")
          .define(
              SALT,
              Type.PASSWORD,
              "",
              Importance.MEDIUM,
              "Text put before each value by 'hash'. Without one, short values can be found by"
                  + " trying; prefer 'hmac' for them.")
          .define(
              KEEP,
              Type.INT,
              4,
              ConfigDef.Range.atLeast(0),
              Importance.LOW,
              "How many characters at the end 'partial' leaves. A value that is not longer is"
                  + " starred out whole.")
          .define(
              REPLACEMENT,
              Type.STRING,
              "****",
              Importance.LOW,
              "What 'redact' puts in the place of text. Numbers become 0, booleans false, dates"
                  + " 1970-01-01, bytes one zero byte.")
          .define(
              MISSING,
              Type.STRING,
              "warn",
              CaseInsensitiveValidString.in("warn", "fail", "ignore"),
              Importance.LOW,
              "What to do about records that have no field of a configured name: 'warn' once,"
                  + " 'fail' (the record becomes a dead letter), 'ignore'.");

  MaskConfig(Map<String, ?> settings) {
    super(DEFINITION, settings, false);
    if (method() == MaskMethod.HMAC && secret(KEY).isEmpty()) {
      throw new ConfigException(KEY + " is missing: method 'hmac' needs a secret key");
    }
  }

  List<String> fields() {
    return getList(FIELDS).stream().map(String::strip).distinct().toList();
  }

  MaskMethod method() {
    return MaskMethod.of(getString(METHOD));
  }

  Missing missing() {
    return Missing.valueOf(getString(MISSING).toUpperCase(Locale.ROOT));
  }

  int keep() {
    return getInt(KEEP);
  }

  String replacement() {
    return getString(REPLACEMENT);
  }

  String secret(String name) {
    Password password = getPassword(name);
    return password == null ? "" : password.value();
  }

  private static void atLeastOne(String name, @Nullable Object fields) {
    if (fields instanceof List<?> list
        && (list.isEmpty() || list.stream().anyMatch(f -> f.toString().isBlank()))) {
      throw new ConfigException(name + " expected at least one field, and no empty names");
    }
  }
}
