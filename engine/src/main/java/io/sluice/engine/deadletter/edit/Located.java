package io.sluice.engine.deadletter.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value of JSON, and where in its text it begins; lines and columns count from 1. */
sealed interface Located {
  int line();

  int column();

  /** What it is, for who expected something else. */
  String kind();

  /** Whether both say the same, wherever they stand. */
  boolean says(Located other);

  /** An object; its keys in their order. */
  record Members(int line, int column, Map<String, Located> byName) implements Located {
    public Members {
      byName = new LinkedHashMap<>(byName);
    }

    @Override
    public String kind() {
      return "an object";
    }

    @Override
    public boolean says(Located other) {
      // In any order: a struct has one of its own, and a map none.
      return other instanceof Members members
          && byName.keySet().equals(members.byName.keySet())
          && byName.entrySet().stream()
              .allMatch(one -> one.getValue().says(member(members, one.getKey())));
    }

    private static Located member(Members members, String name) {
      return Objects.requireNonNull(members.byName.get(name), name);
    }
  }

  /** An array. */
  record Elements(int line, int column, List<Located> all) implements Located {
    public Elements {
      all = new ArrayList<>(all);
    }

    @Override
    public String kind() {
      return "an array";
    }

    @Override
    public boolean says(Located other) {
      if (!(other instanceof Elements elements) || elements.all.size() != all.size()) {
        return false;
      }
      for (int i = 0; i < all.size(); i++) {
        if (!all.get(i).says(elements.all.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * All else.
   *
   * @param value a String, Boolean, BigInteger, BigDecimal, or null
   */
  record Leaf(int line, int column, @Nullable Object value) implements Located {
    @Override
    public String kind() {
      if (value == null) {
        return "null";
      }
      return value instanceof String
          ? "a text"
          : value instanceof Boolean ? "true or false" : "a number";
    }

    @Override
    public boolean says(Located other) {
      return other instanceof Leaf leaf && Objects.equals(value, leaf.value);
    }
  }
}
