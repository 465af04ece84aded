package io.sluice.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The short names of a plugin class. {@code FileStreamSourceConnector} is also {@code
 * FileStreamSource} (Kafka Connect's rule) and {@code file-stream}; {@code Mask$Value} is also
 * {@code mask}. Case, dashes and underscores do not count.
 */
final class Alias {
  private static final Set<String> NESTED_DEFAULTS = Set.of("value");

  private Alias() {}

  /** The name to show and to write in pipeline files. */
  static String of(PluginKind kind, String className) {
    List<String> names = namesOf(kind, className);
    return kebab(names.get(names.size() - 1));
  }

  /** Whether {@code name} may mean {@code className}. */
  static boolean matches(PluginKind kind, String className, String name) {
    if (className.equals(name)) {
      return true;
    }
    if (name.indexOf('.') >= 0) {
      return false; // a full name of something else
    }
    String wanted = bare(name);
    return namesOf(kind, className).stream().anyMatch(known -> bare(known).equals(wanted));
  }

  /** From the longest to the shortest. */
  private static List<String> namesOf(PluginKind kind, String className) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    List<String> names = new ArrayList<>(List.of(simple));
    int dollar = simple.lastIndexOf('$');
    if (dollar > 0
        && NESTED_DEFAULTS.contains(simple.substring(dollar + 1).toLowerCase(Locale.ROOT))) {
      simple = simple.substring(0, dollar); // most transformations are of the value
      names.add(simple);
    }
    for (String suffix : suffixes(kind)) {
      if (simple.endsWith(suffix) && simple.length() > suffix.length()) {
        names.add(simple.substring(0, simple.length() - suffix.length()));
      }
    }
    return names;
  }

  /** From the shortest to the longest, so that the last name is the shortest. */
  private static List<String> suffixes(PluginKind kind) {
    return switch (kind) {
      case SOURCE -> List.of("Connector", "SourceConnector");
      case SINK -> List.of("Connector", "SinkConnector");
      case TRANSFORMATION -> List.of("Transform", "Transformation");
      case PREDICATE -> List.of("Predicate");
      case CONVERTER -> List.of("Converter");
      case HEADER_CONVERTER -> List.of("Converter", "HeaderConverter");
      case CONFIG_PROVIDER -> List.of("Provider", "ConfigProvider");
    };
  }

  private static String bare(String name) {
    return name.replaceAll("[-_$]", "").toLowerCase(Locale.ROOT);
  }

  private static String kebab(String name) {
    return name.replace('$', '-')
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
        .replaceAll("-+", "-")
        .toLowerCase(Locale.ROOT);
  }
}
