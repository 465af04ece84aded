package io.sluice.server.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.engine.tap.Node;
import io.sluice.engine.tap.Node.Branch;
import io.sluice.engine.tap.Node.Child;
import io.sluice.engine.tap.Node.Kind;
import io.sluice.engine.tap.Node.Leaf;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Looked-at values as JSON, as dead letters have them: numbers stay numbers, decimals and whole
 * numbers beyond 64 bits are text so that no reader rounds them, bytes are base64. Beside that, the
 * paths of values that are not shown as they were. For one value and one thread.
 */
public final class NodeJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> WHOLE = Set.of("int8", "int16", "int32", "int64");
  private static final Set<String> FLOATING = Set.of("float32", "float64");

  private final List<String> masked = new ArrayList<>();
  private final List<String> cut = new ArrayList<>();

  /** The value; {@code path} is a JSON pointer to it. */
  public JsonNode of(Node node, String path) {
    if (node instanceof Branch branch) {
      if (branch.left() > 0) {
        cut.add(path);
      }
      return branch.list() ? list(branch, path) : object(branch, path);
    }
    Leaf leaf = (Leaf) node;
    if (leaf.masked()) {
      masked.add(path);
    }
    if (leaf.cut() || leaf.kind() == Kind.LEFT_OUT) {
      cut.add(path);
    }
    return value(leaf);
  }

  /** Pointers to what a mask made, or hides. */
  public List<String> masked() {
    return List.copyOf(masked);
  }

  /** Pointers to what is not there as a whole. */
  public List<String> cut() {
    return List.copyOf(cut);
  }

  private ArrayNode list(Branch branch, String path) {
    ArrayNode list = JSON.arrayNode();
    for (Child child : branch.children()) {
      list.add(of(child.node(), path + "/" + child.name()));
    }
    return list;
  }

  private ObjectNode object(Branch branch, String path) {
    ObjectNode object = JSON.objectNode();
    for (Child child : branch.children()) {
      String name = child.name().replace("~", "~0").replace("/", "~1");
      object.set(child.name(), of(child.node(), path + "/" + name));
    }
    return object;
  }

  private static JsonNode value(Leaf leaf) {
    return switch (leaf.kind()) {
      case NULL, LEFT_OUT -> JSON.nullNode();
      case BOOLEAN -> JSON.booleanNode(leaf.text().equals("true"));
      case NUMBER -> number(leaf);
      case TEXT, BYTES, MOMENT -> JSON.textNode(leaf.text());
    };
  }

  /** What a mask made may be a number in the place of a text: it is one of its own type. */
  private static JsonNode number(Leaf leaf) {
    try {
      if (WHOLE.contains(leaf.type()) || leaf.masked() && leaf.text().length() < 18) {
        return JSON.numberNode(Long.parseLong(leaf.text()));
      }
      if (FLOATING.contains(leaf.type())) {
        return JSON.numberNode(new BigDecimal(leaf.text()));
      }
    } catch (NumberFormatException notOne) {
      return JSON.textNode(leaf.text());
    }
    return JSON.textNode(leaf.text());
  }
}
