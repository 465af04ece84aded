package io.sluice.pipeline.setting;

import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kind of value that a setting can have: how it is read, what the reference says of it, and what
 * editors check. One object serves all three, so that they agree.
 */
public interface SettingType<T> {
  /** The value, or null after at least one problem was reported. */
  @Nullable T read(Yaml yaml, Problems problems);

  /** What is expected, as in "expected a duration such as 200ms". */
  String expectation();

  /** As the file would say it; for defaults in the reference and in the schema. */
  default String show(T value) {
    return String.valueOf(value);
  }

  /** As JSON Schema, draft 2020-12. */
  Map<String, Object> schema();

  /** A schema with what it is about, for people. */
  static Map<String, Object> described(String about, Map<String, Object> schema) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("description", about);
    described.putAll(schema);
    return described;
  }
}
