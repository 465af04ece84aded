package io.sluice.connector.table.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Settings that begin with {@code driver.}: properties of the target's JDBC driver. Those that the
 * sink decides itself, also where they stand in the URL, and those that the driver would ignore,
 * are refused by name.
 *
 * @param driver what people call it
 * @param settings which setting says here what the driver calls by that name
 * @param decided what the sink decides itself
 * @param known whether the driver knows a property
 * @param extensions properties that name a class of the user's, which may read properties that the
 *     driver does not know
 * @param url how its URL has them
 * @param none why it takes none at all; empty if it takes some
 */
public record DriverProperties(
    String driver,
    Map<String, String> settings,
    Set<String> decided,
    Predicate<String> known,
    Set<String> extensions,
    UrlParameters url,
    String none) {
  /** What the names begin with in the settings. */
  public static final String PREFIX = "driver.";

  public DriverProperties {
    settings = Map.copyOf(settings);
    decided = Set.copyOf(decided);
    extensions = Set.copyOf(extensions);
  }

  /**
   * A driver that takes none.
   *
   * @param url how its URL has them, where none is taken either
   * @param why for people, behind the property's name
   */
  public static DriverProperties none(String driver, UrlParameters url, String why) {
    return new DriverProperties(driver, Map.of(), Set.of(), any -> false, Set.of(), url, why);
  }

  /** The properties by the driver's names. */
  static Map<String, String> in(Map<String, String> settings) {
    Map<String, String> properties = new LinkedHashMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            properties.put(key.substring(PREFIX.length()), value);
          }
        });
    return properties;
  }

  /** What of all settings is not taken and why, by setting. */
  public Map<String, String> refused(Map<String, String> all) {
    Set<String> names = in(all).keySet();
    boolean extended = extensions.stream().anyMatch(names::contains);
    Map<String, String> refused = new TreeMap<>();
    for (String name : names) {
      refusal(name, extended).ifPresent(why -> refused.put(PREFIX + name, why));
    }
    String text = all.getOrDefault(TableSinkConfig.URL, "");
    String address = url.wrongAddress(text);
    String parameters = refusedParameters(text);
    if (address != null) {
      refused.put(TableSinkConfig.URL, address);
    } else if (parameters != null) {
      refused.put(TableSinkConfig.URL, parameters);
    }
    return refused;
  }

  /** What a URL says that the sink decides itself; null if nothing. */
  private @Nullable String refusedParameters(String text) {
    List<String> refused =
        url.names(text).stream()
            .filter(name -> !none.isEmpty() || url.isOneOf(name, decided))
            .toList();
    return refused.isEmpty()
        ? null
        : "has the parameter"
            + (refused.size() == 1 ? " " : "s ")
            + String.join(", ", refused)
            + ", which the sink decides itself; remove "
            + (refused.size() == 1 ? "it" : "them");
  }

  private Optional<String> refusal(String name, boolean extended) {
    if (!none.isEmpty()) {
      return Optional.of(none);
    }
    String own = settings.get(name);
    if (own != null) {
      return Optional.of("is set by " + own + " here; use that");
    }
    if (decided.contains(name)) {
      return Optional.of("is decided by the sink itself; remove it");
    }
    if (!extended && !known.test(name)) {
      return Optional.of(
          "is not a property of the " + driver + " driver, whose names mind upper and lower case");
    }
    return Optional.empty();
  }
}
