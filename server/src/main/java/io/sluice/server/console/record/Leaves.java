package io.sluice.server.console.record;

import io.sluice.engine.tap.Node;
import io.sluice.engine.tap.Node.Branch;
import io.sluice.engine.tap.Node.Child;
import io.sluice.engine.tap.Node.Leaf;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The single values in a value, by their paths: {@code address.street}, {@code lines[0].price}. */
final class Leaves {
  private static final int LONGEST_BRIEF = 180;

  private Leaves() {}

  /** In the value's order; a value that is none of others has the path {@code ""}. */
  static Map<String, Leaf> of(Node node) {
    Map<String, Leaf> leaves = new LinkedHashMap<>();
    gather(node, "", leaves);
    return leaves;
  }

  private static void gather(Node node, String path, Map<String, Leaf> leaves) {
    if (node instanceof Leaf leaf) {
      leaves.put(path, leaf);
      return;
    }
    Branch branch = (Branch) node;
    for (Child child : branch.children()) {
      String below =
          branch.list()
              ? path + "[" + child.name() + "]"
              : path.isEmpty() ? child.name() : path + "." + child.name();
      gather(child.node(), below, leaves);
    }
    if (branch.children().isEmpty()) {
      String empty = branch.list() ? "[]" : "{}";
      leaves.put(path, new Leaf(branch.type(), Node.Kind.BOOLEAN, empty, 2, false, false, 0));
    }
  }

  /** All of it in one line. */
  static String brief(Node node) {
    Map<String, Leaf> leaves = of(node);
    String text =
        leaves.entrySet().stream()
            .limit(20)
            .map(
                one ->
                    one.getKey().isEmpty()
                        ? Cell.brief(one.getValue())
                        : one.getKey() + "=" + Cell.brief(one.getValue()))
            .collect(Collectors.joining("  "));
    return text.length() > LONGEST_BRIEF ? text.substring(0, LONGEST_BRIEF) + "…" : text;
  }
}
