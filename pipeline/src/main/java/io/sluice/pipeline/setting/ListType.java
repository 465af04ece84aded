package io.sluice.pipeline.setting;

import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list of values of one kind. */
public final class ListType<T> implements Compound<List<T>> {
  private final String title;
  private final SettingType<T> item;
  private final int min;

  public ListType(String title, SettingType<T> item, int min) {
    this.title = title;
    this.item = item;
    this.min = min;
  }

  public SettingType<T> item() {
    return item;
  }

  @Override
  public @Nullable List<T> read(Yaml yaml, Problems problems) {
    if (!(yaml instanceof Yaml.Sequence sequence) || sequence.items().size() < min) {
      problems.unexpected(yaml, expectation());
      return null;
    }
    List<T> values = new ArrayList<>();
    for (Yaml each : sequence.items()) {
      T value = item.read(each, problems);
      if (value != null) {
        values.add(value);
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
    schema.put("type", "array");
    schema.put("items", item.schema());
    if (min > 0) {
      schema.put("minItems", min);
    }
    return schema;
  }
}
