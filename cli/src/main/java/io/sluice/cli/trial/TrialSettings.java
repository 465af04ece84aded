package io.sluice.cli.trial;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a connector that is tried, and where the user said each of them: problems are
 * about these places, not about the file that a trial writes for itself.
 */
final class TrialSettings {
  /** What a Connect cluster is told with them, and a trial says itself. */
  private static final Set<String> NOT_OURS = Set.of("name", "connector.class", "tasks.max");

  private static final Pattern SETTING = Pattern.compile("(?:source|sinks\\[0])\\.config\\.(.+)");
  private static final String OPTION = "--config";

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final @Nullable Path file;

  /**
   * Those of the file, then those of the command line, which win.
   *
   * @param file a properties file, as Kafka Connect has them; null for none
   * @param shown the file as the user names it
   * @throws IllegalArgumentException when the file holds an escape that properties do not have
   */
  TrialSettings(@Nullable Path file, @Nullable Path shown, Map<String, String> said)
      throws IOException {
    this.file = shown;
    if (file != null && shown != null) {
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        read(lines, shown);
      }
    }
    said.forEach((key, value) -> add(key, value, Place.ofOption(OPTION, key)));
  }

  /** A setting may go on over several lines; it stands where it begins. */
  private void read(BufferedReader lines, Path shown) throws IOException {
    StringBuilder whole = new StringBuilder();
    int number = 0;
    int begin = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (whole.isEmpty()) {
        begin = number;
      }
      whole.append(line).append('\n');
      if (!goesOn(whole, line)) {
        take(whole, new Place(shown, begin, 1, ""));
      }
    }
    take(whole, new Place(shown, begin, 1, ""));
  }

  /** An odd number of backslashes at its end; not behind a remark. */
  private static boolean goesOn(CharSequence whole, String line) {
    int slashes = 0;
    while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
      slashes++;
    }
    String begin = whole.toString().stripLeading();
    return slashes % 2 == 1 && !begin.startsWith("#") && !begin.startsWith("!");
  }

  private void take(StringBuilder whole, Place at) throws IOException {
    Properties one = new Properties();
    one.load(new StringReader(whole.toString()));
    whole.setLength(0);
    for (String key : one.stringPropertyNames()) {
      if (!NOT_OURS.contains(key)) {
        add(key, one.getProperty(key), at.below(key));
      }
    }
  }

  private void add(String key, String value, Place at) {
    values.put(key, value);
    places.put(key, at);
  }

  /** As the connector gets them, references to secrets as they were written. */
  Map<String, String> values() {
    return values;
  }

  /** The same problem, where the user can mend it. */
  Problem shown(Problem problem) {
    Matcher setting = SETTING.matcher(problem.place().path());
    Place place = setting.matches() ? placeOf(setting.group(1)) : Place.ofOption("NAME", "");
    return new Problem(place, problem.message(), problem.hint(), problem.severity());
  }

  /** Of what is missing: the file, if there is one. */
  private Place placeOf(String key) {
    Place said = places.get(key);
    if (said != null) {
      return said;
    }
    return file == null ? Place.ofOption(OPTION, key) : new Place(file, 1, 1, key);
  }
}
