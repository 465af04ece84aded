package io.sluice.pipeline.setting;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys with values that make one record: the settings are the whole of what may stand there. */
public final class Section<T> implements Compound<T> {
  /**
   * Makes the record; null after at least one problem was reported. The values are all well formed,
   * unless the section was made by {@link #lenient}.
   */
  @FunctionalInterface
  public interface Build<T> {
    @Nullable T from(Values values, Problems problems);
  }

  /** The values of one section of one file. */
  public static final class Values {
    private final Place place;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> troubled = new HashSet<>();
    private boolean sound = true;

    private Values(Place place) {
      this.place = place;
    }

    /** The value of a setting that is required or has a default. */
    public <V> V get(Setting<V> setting) {
      return find(setting)
          .orElseThrow(() -> new IllegalStateException(setting.key() + " has no default"));
    }

    /** The value of a setting, if it has one. */
    @SuppressWarnings("unchecked") // put under its setting by read(), with the setting's type
    public <V> Optional<V> find(Setting<V> setting) {
      Object given = values.get(setting.key());
      return Optional.ofNullable(given != null ? (V) given : setting.fallback());
    }

    /** Whether nothing in the section is wrong. */
    public boolean sound() {
      return sound;
    }

    /** Whether something is wrong in what stands under this key. */
    public boolean troubled(Setting<?> setting) {
      return troubled.contains(setting.key());
    }

    /** Whether the key stands there. */
    public boolean written(Setting<?> setting) {
      return places.containsKey(setting.key());
    }

    /** Where a setting's key is written; where the section is, when it is not there. */
    public Place placeOf(Setting<?> setting) {
      Place written = places.get(setting.key());
      return written != null ? written : place.below(setting.key());
    }
  }

  private final String title;
  private final List<Setting<?>> settings;
  private final Build<T> build;
  private final boolean lenient;

  /**
   * @param title what the section is, such as "a sink"
   */
  public Section(String title, List<Setting<?>> settings, Build<T> build) {
    this(title, settings, build, false);
  }

  private Section(String title, List<Setting<?>> settings, Build<T> build, boolean lenient) {
    this.title = title;
    this.settings = List.copyOf(settings);
    this.build = build;
    this.lenient = lenient;
  }

  /** A section that is built of what could be read, even if something in it is wrong. */
  public static <T> Section<T> lenient(String title, List<Setting<?>> settings, Build<T> build) {
    return new Section<>(title, settings, build, true);
  }

  public List<Setting<?>> settings() {
    return settings;
  }

  @Override
  public @Nullable T read(Yaml yaml, Problems problems) {
    if (!(yaml instanceof Yaml.Mapping mapping)) {
      problems.unexpected(yaml, expectation());
      return null;
    }
    int before = problems.count();
    Values values = new Values(mapping.place());
    Map<String, Setting<?>> known = new LinkedHashMap<>();
    settings.forEach(setting -> known.put(setting.key(), setting));
    for (Yaml.Entry entry : mapping.entries()) {
      Setting<?> setting = known.get(entry.key());
      if (setting == null) {
        problems.unknownKey(entry, known.keySet());
        continue;
      }
      if (entry.value() instanceof Yaml.Nothing && !setting.required()) {
        if (setting.ifEmpty() != null) {
          problems.error(entry.place(), "has nothing behind it", setting.ifEmpty());
        }
        continue; // a key whose content is commented out
      }
      values.places.put(entry.key(), entry.place());
      int beforeValue = problems.count();
      Object value = setting.type().read(entry.value(), problems);
      if (problems.count() > beforeValue) {
        values.troubled.add(entry.key());
      }
      if (value != null) {
        values.values.put(entry.key(), value);
      }
    }
    for (Setting<?> setting : settings) {
      if (setting.required() && !values.places.containsKey(setting.key())) {
        problems.error(
            mapping.place().below(setting.key()),
            "is missing, expected " + setting.type().expectation(),
            null);
      }
    }
    values.sound = problems.count() == before;
    return values.sound || lenient ? build.from(values, problems) : null;
  }

  @Override
  public String expectation() {
    List<String> keys = new ArrayList<>();
    settings.forEach(setting -> keys.add(setting.key()));
    return title + " with the keys " + String.join(", ", keys);
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Setting<?> setting : settings) {
      properties.put(setting.key(), schema(setting));
      if (setting.required()) {
        required.add(setting.key());
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static <V> Map<String, Object> schema(Setting<V> setting) {
    Map<String, Object> schema = SettingType.described(setting.about(), setting.type().schema());
    V fallback = setting.fallback();
    if (fallback != null && !(setting.type() instanceof Compound)) {
      schema.put("default", fallback instanceof Number ? fallback : setting.type().show(fallback));
    }
    return schema;
  }
}
