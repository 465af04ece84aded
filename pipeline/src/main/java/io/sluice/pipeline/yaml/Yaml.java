package io.sluice.pipeline.yaml;

import io.sluice.pipeline.Place;
import java.util.List;

/** What YAML can say, reduced to what a pipeline file may use, each part with its place. */
public sealed interface Yaml {
  /** Where it begins. */
  Place place();

  /** What messages call it. */
  String kind();

  /** Text, number or boolean: always as it was written. */
  record Scalar(Place place, String text) implements Yaml {
    @Override
    public String kind() {
      return "a single value";
    }
  }

  /** A key without a value. */
  record Nothing(Place place) implements Yaml {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  /** A list. */
  record Sequence(Place place, List<Yaml> items) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return items.isEmpty() ? "an empty list" : "a list";
    }
  }

  /** Keys with values, each key once, in the file's order. */
  record Mapping(Place place, List<Entry> entries) implements Yaml {
    public Mapping {
      entries = List.copyOf(entries);
    }

    @Override
    public String kind() {
      return entries.isEmpty() ? "an empty mapping" : "keys with values";
    }
  }

  /**
   * A key and its value.
   *
   * @param place where the key is written; its path ends in the key
   */
  record Entry(Place place, String key, Yaml value) {}
}
