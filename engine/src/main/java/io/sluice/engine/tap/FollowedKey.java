package io.sluice.engine.tap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.engine.tap.Node.Branch;
import io.sluice.engine.tap.Node.Child;
import io.sluice.engine.tap.Node.Kind;
import io.sluice.engine.tap.Node.Leaf;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A key that somebody looks for: the text of the whole key, of one of its fields, or the key as
 * JSON. Numbers are equal whatever their scale. Its text is a row's value: never to be logged.
 */
final class FollowedKey {
  private static final JsonFactory JSON = new JsonFactory();

  private final String text;
  private final @Nullable Map<String, String> leaves;

  /** What one of the key's values must be, at least. */
  private final Set<String> wanted = new HashSet<>();

  private final Set<Long> wholeNumbers = new HashSet<>();

  FollowedKey(String typed) {
    this.text = canonical(typed.strip());
    this.leaves = parsed(typed.strip());
    wanted.add(text);
    if (leaves != null) {
      wanted.addAll(leaves.values());
    }
    for (String one : wanted) {
      if (one.length() < 19 && one.matches("-?[0-9]+")) {
        wholeNumbers.add(Long.parseLong(one));
      }
    }
  }

  /**
   * Whether it is worth to look closer: asked of every record, so it copies nothing. False only of
   * a key that does not match.
   */
  boolean mayBe(@Nullable Object key) {
    if (key instanceof String value) {
      return wanted.contains(value)
          || !value.isEmpty()
              && isDigit(value.charAt(value.length() - 1))
              && wanted.contains(canonical(value));
    }
    if (key instanceof Long || key instanceof Integer || key instanceof Short) {
      return wholeNumbers.contains(((Number) key).longValue());
    }
    if (key instanceof Struct struct) {
      for (Field field : struct.schema().fields()) {
        if (mayBe(struct.getWithoutDefault(field.name()))) {
          return true;
        }
      }
      return false;
    }
    return key != null;
  }

  /** Whether this is the key, or one of its fields; what a mask made of a value is none. */
  boolean matches(Node key) {
    if (hasLeaf(key)) {
      return true;
    }
    Map<String, String> wanted = leaves;
    if (wanted == null) {
      return false;
    }
    Map<String, String> found = new HashMap<>();
    gather("", key, found);
    return found.equals(wanted);
  }

  private boolean hasLeaf(Node node) {
    if (node instanceof Branch branch) {
      return branch.children().stream().anyMatch(child -> hasLeaf(child.node()));
    }
    return node instanceof Leaf leaf && isShown(leaf) && canonical(leaf.text()).equals(text);
  }

  private static boolean isShown(Leaf leaf) {
    return !leaf.masked()
        && !leaf.cut()
        && leaf.kind() != Kind.NULL
        && leaf.kind() != Kind.LEFT_OUT;
  }

  private static void gather(String path, Node node, Map<String, String> found) {
    if (node instanceof Branch branch) {
      for (Child child : branch.children()) {
        gather(path + "/" + child.name(), child.node(), found);
      }
    } else if (node instanceof Leaf leaf) {
      found.put(path, leaf.masked() ? Leaf.HIDDEN : canonical(leaf.text()));
    }
  }

  private static String canonical(String text) {
    if (text.isEmpty() || text.length() > 100 || !isDigit(text.charAt(text.length() - 1))) {
      return text;
    }
    char first = text.charAt(0);
    // Neither 007 nor +7 is the number 7: a key that is a text keeps its zeros.
    if (first != '-' && !isDigit(first)
        || text.length() > 1 && first == '0' && isDigit(text.charAt(1))) {
      return text;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > 1_000
          ? text
          : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException noNumber) {
      return text;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The values of a JSON document by their paths; null if it is none. */
  private static @Nullable Map<String, String> parsed(String text) {
    if (text.isEmpty() || "{[\"".indexOf(text.charAt(0)) < 0) {
      return null;
    }
    try (JsonParser json = JSON.createParser(text)) {
      Map<String, String> found = new HashMap<>();
      json.nextToken();
      read(json, "", found);
      return json.nextToken() == null ? found : null;
    } catch (IOException noJson) {
      return null;
    }
  }

  private static void read(JsonParser json, String path, Map<String, String> found)
      throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        read(json, path + "/" + name, found);
      }
    } else if (token == JsonToken.START_ARRAY) {
      for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
        read(json, path + "/" + i, found);
      }
    } else {
      found.put(path, token == JsonToken.VALUE_NULL ? "" : canonical(json.getText()));
    }
  }
}
