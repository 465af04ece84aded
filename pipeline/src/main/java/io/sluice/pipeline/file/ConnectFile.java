package io.sluice.pipeline.file;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises a connector's configuration as a Kafka Connect worker takes it, in place of a
 * pipeline: the JSON that is posted to its REST API, or a properties file. What else could be said
 * of such a file would lead nowhere.
 */
final class ConnectFile {
  private static final String CLASS = "connector.class";
  private static final Pattern PROPERTY =
      Pattern.compile("^[ \\t]*connector\\.class[ \\t]*=", Pattern.MULTILINE);

  private ConnectFile() {}

  /** Whether the text is a properties file of a connector, which is said then. */
  static boolean isProperties(Path file, String text, Problems problems) {
    Matcher found = PROPERTY.matcher(text);
    if (!found.find()) {
      return false;
    }
    int line = 1 + (int) text.substring(0, found.start()).lines().count();
    tell(new Place(file, line, 1, CLASS), "its properties", problems);
    return true;
  }

  /** Whether the tree is a registration of a connector, which is said then. */
  static boolean isRegistration(Yaml root, Problems problems) {
    if (entry(root, "source").isPresent() || entry(root, "sinks").isPresent()) {
      return false;
    }
    Optional<Yaml.Entry> inside =
        entry(root, "config").flatMap(config -> entry(config.value(), CLASS));
    Optional<Yaml.Entry> found = inside.or(() -> entry(root, CLASS));
    found.ifPresent(
        connector ->
            tell(
                connector.place(),
                inside.isPresent() ? "what stands under its 'config'" : "its settings",
                problems));
    return found.isPresent();
  }

  private static Optional<Yaml.Entry> entry(Yaml yaml, String key) {
    return yaml instanceof Yaml.Mapping mapping
        ? mapping.entries().stream().filter(entry -> entry.key().equals(key)).findFirst()
        : Optional.empty();
  }

  private static void tell(Place place, String what, Problems problems) {
    problems.error(
        place,
        "this is a connector's configuration for Kafka Connect, expected a pipeline",
        "Put "
            + what
            + " under 'source.config' of a pipeline, without '"
            + CLASS
            + "': 'source.connector' says which connector it is, such as postgres. sluice init"
            + " writes a pipeline to begin with");
  }
}
