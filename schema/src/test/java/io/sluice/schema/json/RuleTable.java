package io.sluice.schema.json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The rules as people read them, in {@code rules.txt}: two schemas, and what becomes of readers
 * when the one follows the other, both ways.
 *
 * @param newReadsOld {@code yes}, or kinds and paths of what keeps the new schema's readers from it
 * @param oldReadsNew the same of the old schema's readers
 */
record RuleTable(
    String rule, String oldSchema, String newSchema, String newReadsOld, String oldReadsNew) {
  @Override
  public String toString() {
    return rule;
  }

  static List<RuleTable> read(String resource) throws IOException {
    List<RuleTable> rules = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RuleTable.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          rules.add(
              new RuleTable(
                  line.strip(),
                  after("old", lines),
                  after("new", lines),
                  after("new reads old:", lines),
                  after("old reads new:", lines)));
        }
      }
    }
    return rules;
  }

  private static String after(String word, BufferedReader lines) throws IOException {
    String line = lines.readLine().strip();
    if (!line.startsWith(word + " ")) {
      throw new IllegalStateException("'" + word + "' was expected, found: " + line);
    }
    return line.substring(word.length() + 1);
  }
}
