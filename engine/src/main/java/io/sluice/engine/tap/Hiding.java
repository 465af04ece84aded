package io.sluice.engine.tap;

import io.sluice.engine.tap.Node.Branch;
import io.sluice.engine.tap.Node.Child;
import io.sluice.engine.tap.Node.Kind;
import io.sluice.engine.tap.Node.Leaf;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of one record is hidden, learnt from what the masks did to it: the value that went into a
 * mask is shown as what came out, wherever else it lies, before the mask as well; so it makes no
 * difference if a transform renames, copies or nests it on the way. What a mask names but did not
 * treat is hidden by its name. What nobody can tell is hidden with all the rest of the record.
 */
final class Hiding {
  /** Shorter values are the same by chance: they hide others only where no name tells of them. */
  private static final int TELLING = 4;

  private static final int PLAIN_DIGITS = 1_000;

  private final Masking masking;

  /** By what they were: what a mask made of values; null for those that are hidden without one. */
  private final Map<String, @Nullable Leaf> made = new HashMap<>();

  private final Set<String> results = new HashSet<>();
  private int passed;
  private boolean everything;

  Hiding(Masking masking) {
    this.masking = masking;
  }

  /** A transform made this of that. */
  void applied(int transform, RecordImage before, RecordImage after) {
    passed = transform + 1;
    if (masking.isMask(transform)) {
      everything |= !before.whole() || !after.whole();
      learn(before.key(), after.key());
      learn(before.value(), after.value());
      learn(before.headers(), after.headers());
    }
  }

  /** The condition on a transform left this record alone. */
  void skipped(int transform, RecordImage record) {
    passed = transform + 1;
    if (masking.isMask(transform)) {
      everything |= !record.whole();
      hideNamed(transform, record.key(), List.of());
      hideNamed(transform, record.value(), List.of());
      hideNamed(transform, record.headers(), List.of());
    }
  }

  /** The record comes to no more transforms. */
  void over() {
    everything |= !masking.isKnownBehind(passed);
  }

  /** The record as it may be seen. */
  RecordImage of(RecordImage record) {
    if (masking.isEmpty()) {
      return record;
    }
    Set<String> named = new HashSet<>();
    gatherNamed(record.key(), List.of(), named);
    gatherNamed(record.value(), List.of(), named);
    gatherNamed(record.headers(), List.of(), named);
    return new RecordImage(
        record.topic(),
        record.timestamp(),
        shown(record.key(), List.of(), named),
        shown(record.value(), List.of(), named),
        shown(record.headers(), List.of(), named),
        record.whole());
  }

  /** Another value that came with the record, as it may be seen. */
  Node of(Node value) {
    return masking.isEmpty() ? value : shown(value, List.of(), Set.of());
  }

  private void learn(Node before, @Nullable Node after) {
    if (before instanceof Leaf leaf) {
      Leaf result = after instanceof Leaf single ? single : null;
      if (leaf.kind() != Kind.NULL && !(result != null && isSame(leaf, result))) {
        made.put(identity(leaf), result);
        if (result != null) {
          results.add(identity(result));
        }
      }
      return;
    }
    Map<String, Node> parts = new HashMap<>();
    if (after instanceof Branch branch) {
      branch.children().forEach(child -> parts.put(child.name(), child.node()));
    }
    for (Child child : ((Branch) before).children()) {
      learn(child.node(), parts.get(child.name()));
    }
  }

  private void hideNamed(int transform, Node node, List<String> path) {
    if (node instanceof Leaf leaf) {
      if (leaf.kind() != Kind.NULL && masking.hides(transform, path)) {
        made.put(identity(leaf), null);
      }
      return;
    }
    for (Child child : ((Branch) node).children()) {
      hideNamed(transform, child.node(), with(path, child.name(), (Branch) node));
    }
  }

  /** Which values lie where a mask's name says it. */
  private void gatherNamed(Node node, List<String> path, Set<String> named) {
    if (node instanceof Leaf leaf) {
      if (masking.hides(path)) {
        named.add(identity(leaf));
      }
      return;
    }
    for (Child child : ((Branch) node).children()) {
      gatherNamed(child.node(), with(path, child.name(), (Branch) node), named);
    }
  }

  private Node shown(Node node, List<String> path, Set<String> named) {
    if (node instanceof Leaf leaf) {
      return shown(leaf, masking.hides(path), named);
    }
    Branch branch = (Branch) node;
    List<Child> children = new ArrayList<>(branch.children().size());
    for (Child child : branch.children()) {
      children.add(
          new Child(child.name(), shown(child.node(), with(path, child.name(), branch), named)));
    }
    return new Branch(branch.type(), branch.list(), children, branch.left());
  }

  private Leaf shown(Leaf leaf, boolean isNamed, Set<String> named) {
    if (leaf.kind() == Kind.NULL || leaf.kind() == Kind.LEFT_OUT) {
      return leaf;
    }
    if (everything) {
      return leaf.maskedAs(null);
    }
    String identity = identity(leaf);
    if (isNamed) {
      return results.contains(identity) ? leaf.maskedAs(leaf) : leaf.maskedAs(made.get(identity));
    }
    if (leaf.kind() == Kind.BOOLEAN) {
      return leaf;
    }
    if (made.containsKey(identity)) {
      if (leaf.text().length() >= TELLING) {
        return leaf.maskedAs(made.get(identity));
      }
      return named.contains(identity) || isPassedOn(identity, named) ? leaf : leaf.maskedAs(null);
    }
    return isPartOfHidden(leaf) ? leaf.maskedAs(null) : leaf;
  }

  /** Whether the record shows what the mask made of it by its name: then this is another value. */
  private boolean isPassedOn(String identity, Set<String> named) {
    Leaf result = made.get(identity);
    return result != null && named.contains(identity(result));
  }

  /** A text that holds a hidden one, or is held by one. */
  private boolean isPartOfHidden(Leaf leaf) {
    if (leaf.kind() != Kind.TEXT
        || leaf.text().length() < TELLING
        || results.contains(identity(leaf))) {
      return false;
    }
    return made.keySet().stream()
        .filter(hidden -> hidden.length() >= TELLING)
        .anyMatch(hidden -> leaf.text().contains(hidden) || hidden.contains(leaf.text()));
  }

  private static boolean isSame(Leaf one, Leaf other) {
    return identity(one).equals(identity(other));
  }

  /** Equal numbers are equal whatever type and scale they have; a text of digits is one of them. */
  private static String identity(Leaf leaf) {
    if (leaf.cut()) {
      return leaf.text() + " " + leaf.length() + " " + leaf.hash();
    }
    if (leaf.kind() == Kind.NUMBER) {
      try {
        BigDecimal number = new BigDecimal(leaf.text());
        if (Math.abs((long) number.scale()) <= PLAIN_DIGITS) {
          return number.stripTrailingZeros().toPlainString();
        }
      } catch (NumberFormatException notFinite) {
        return leaf.text();
      }
    }
    return leaf.text();
  }

  /** Plain names; places in lists are none. */
  private static List<String> with(List<String> path, String name, Branch parent) {
    if (parent.list()) {
      return path;
    }
    List<String> longer = new ArrayList<>(path);
    longer.add(Masking.plain(name));
    return longer;
  }
}
