package io.sluice.engine.tap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value as it was at one moment: a bounded copy to look at, which nobody changes any more. */
public sealed interface Node {
  /** Its schema's name, or Connect's name of its type. */
  String type();

  /** About how many bytes it takes in memory. */
  long weight();

  /** Whether it is the same value; the order of what has names does not count. */
  boolean isLike(Node other);

  /** What a value is. */
  enum Kind {
    NULL,
    TEXT,
    NUMBER,
    BOOLEAN,
    /** Text is base64. */
    BYTES,
    /** A date, a time of day or a moment in ISO 8601. */
    MOMENT,
    /** There was more than a copy may hold; text is empty. */
    LEFT_OUT
  }

  /**
   * A single value.
   *
   * @param text as people read it; cut where it is long, without secrets; empty for null
   * @param length of the whole: characters, or bytes of {@link Kind#BYTES}
   * @param cut whether text is only its beginning
   * @param masked whether text is what a mask made of it, or stands in its place
   * @param hash of the whole value, by which cut ones are told apart
   */
  record Leaf(
      String type, Kind kind, String text, long length, boolean cut, boolean masked, int hash)
      implements Node {
    /** What stands for a value that nobody is to see, where its mask cannot be applied. */
    public static final String HIDDEN = "•••";

    static Leaf of(String type, Kind kind, String text) {
      return new Leaf(type, kind, text, text.length(), false, false, text.hashCode());
    }

    /** In the place of a value that is not there. */
    public static Leaf none() {
      return nothing("");
    }

    static Leaf nothing(String type) {
      return of(type, Kind.NULL, "");
    }

    static Leaf leftOut(String type) {
      return of(type, Kind.LEFT_OUT, "");
    }

    @Override
    public boolean isLike(Node other) {
      return equals(other);
    }

    /** The same place with what a mask made of its value; null for {@link #HIDDEN}. */
    Leaf maskedAs(@Nullable Leaf made) {
      return made == null
          ? new Leaf(type, Kind.TEXT, HIDDEN, HIDDEN.length(), false, true, HIDDEN.hashCode())
          : new Leaf(type, made.kind, made.text, made.length, made.cut, true, made.hash);
    }

    @Override
    public long weight() {
      return 64 + 2L * text.length();
    }
  }

  /**
   * What holds others.
   *
   * @param list whether its children have places rather than names
   * @param left how many more there were than a copy may hold
   */
  record Branch(String type, boolean list, List<Child> children, int left) implements Node {
    public Branch {
      children = List.copyOf(children);
    }

    @Override
    public boolean isLike(Node other) {
      if (!(other instanceof Branch branch)
          || branch.children.size() != children.size()
          || branch.list != list
          || branch.left != left
          || !branch.type.equals(type)) {
        return false;
      }
      Map<String, Node> named = new HashMap<>();
      branch.children.forEach(child -> named.put(child.name(), child.node()));
      return children.stream()
          .allMatch(
              child -> {
                Node same = named.get(child.name());
                return same != null && child.node().isLike(same);
              });
    }

    @Override
    public long weight() {
      long sum = 48;
      for (Child child : children) {
        sum += 48 + 2L * child.name().length() + child.node().weight();
      }
      return sum;
    }
  }

  /** A part of a {@link Branch}; its name is its place from 0 in a list. */
  record Child(String name, Node node) {}
}
