package io.sluice.pipeline.setting;

import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of one kind under names of the author's choice. */
public final class NamedType<T> implements Compound<Map<String, T>> {
  private final String title;
  private final SettingType<T> item;

  public NamedType(String title, SettingType<T> item) {
    this.title = title;
    this.item = item;
  }

  @Override
  public @Nullable Map<String, T> read(Yaml yaml, Problems problems) {
    if (!(yaml instanceof Yaml.Mapping mapping)) {
      problems.unexpected(yaml, expectation());
      return null;
    }
    Map<String, T> values = new LinkedHashMap<>();
    for (Yaml.Entry entry : mapping.entries()) {
      T value = item.read(entry.value(), problems);
      if (value != null) {
        values.put(entry.key(), value);
      }
    }
    return values;
  }

  @Override
  public String expectation() {
    return title;
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", item.schema());
    return schema;
  }
}
