package io.sluice.pipeline.yaml;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.secret.HiddenValues;
import io.sluice.pipeline.secret.SecretNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong with one file. Used by one thread. */
public final class Problems {
  private static final int MOST = 200; // nobody reads on; a hostile file could make millions
  private static final int LONGEST_SHOWN = 60;

  private final List<Problem> found = new ArrayList<>();
  private int count;
  private boolean cut;

  public void error(Place place, String message, @Nullable String hint) {
    count++;
    if (found.size() < MOST && !cut) {
      found.add(Problem.error(place, message, hint));
    }
  }

  /** Something that the pipeline runs with; it counts as no problem of the file. */
  public void warning(Place place, String message, @Nullable String hint) {
    if (found.size() < MOST && !cut) {
      found.add(Problem.warning(place, message, hint));
    }
  }

  /**
   * The file could not be read whole. Of what is reported from here on nothing is kept, since what
   * seems to be missing or empty may well stand in the file; it counts all the same.
   */
  public void cut() {
    cut = true;
  }

  /** Whether the file could not be read whole. */
  public boolean isCut() {
    return cut;
  }

  /** A value of the wrong kind: its text is shown unless its key says that it is secret. */
  public void unexpected(Yaml yaml, String expected) {
    unexpected(yaml, expected, null);
  }

  public void unexpected(Yaml yaml, String expected, @Nullable String hint) {
    String message = "expected " + expected + ", found ";
    if (yaml instanceof Yaml.Scalar scalar) {
      message +=
          SecretNames.isWithin(scalar.place().path()) || HiddenValues.isGlued(scalar.text())
              ? "something else (not shown)"
              : shown(scalar.text());
    } else {
      message += yaml.kind();
    }
    error(yaml.place(), message, hint);
  }

  public void unknownKey(Yaml.Entry entry, Collection<String> known) {
    String hint =
        Spelling.nearest(entry.key(), known)
            .map(near -> "Did you mean '" + near + "'?")
            .orElse("Known here: " + String.join(", ", known));
    error(entry.place(), shown(entry.key()) + " is not a setting here", hint);
  }

  /** How many errors were reported; more than are kept when they are too many. */
  public int count() {
    return count;
  }

  /** By place; a missing key stands where its mapping begins. */
  public List<Problem> sorted() {
    return found.stream().sorted(Problem.BY_PLACE).toList();
  }

  /** Text from the file, quoted, short and without anything that a terminal would obey. */
  public static String shown(String text) {
    return "'" + clean(text, LONGEST_SHOWN) + "'";
  }

  /**
   * At most {@code longest} characters of {@code text}, without anything that a terminal would
   * obey.
   */
  static String clean(String text, int longest) {
    StringBuilder safe = new StringBuilder();
    text.codePoints().limit(longest).forEach(c -> safe.appendCodePoint(isPlain(c) ? c : '?'));
    return text.length() > longest ? safe.append("...").toString() : safe.toString();
  }

  private static boolean isPlain(int c) {
    int type = Character.getType(c);
    return !Character.isISOControl(c)
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
