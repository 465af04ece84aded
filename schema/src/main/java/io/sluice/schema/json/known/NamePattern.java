package io.sluice.schema.json.known;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a schema, as far as it can be decided in linear time: characters and
 * classes, each once or repeated, and anchors. What goes beyond (groups, alternatives, assertions)
 * is not decided: a schema's expressions are never run, since some never end.
 */
final class NamePattern {
  /** Characters that are told apart; a name with others is not decided. */
  private static final int ASCII = 128;

  private static final int LONGEST = 300;

  private final @Nullable List<Atom> atoms;
  private final boolean fromStart;
  private final boolean toEnd;

  /** A class of characters, and whether it may be left out or repeated. */
  private record Atom(BitSet characters, boolean optional, boolean repeated) {}

  private NamePattern(@Nullable List<Atom> atoms, boolean fromStart, boolean toEnd) {
    this.atoms = atoms;
    this.fromStart = fromStart;
    this.toEnd = toEnd;
  }

  /** Reads an expression, as far as that can be decided. */
  static NamePattern of(String expression) {
    NamePattern pattern = new Reader(expression).read();
    return pattern == null ? new NamePattern(null, false, false) : pattern;
  }

  /** Whether the expression is found in a text; empty where that is not decided. */
  Optional<Boolean> matches(String text) {
    if (atoms == null || text.length() > LONGEST || !text.chars().allMatch(c -> c < ASCII)) {
      return Optional.empty();
    }
    return Optional.of(isIn(text, atoms));
  }

  private boolean isIn(String text, List<Atom> atoms) {
    // The places in the expression that can be reached; as many as there are atoms at most.
    BitSet reached = new BitSet();
    if (fromStart) {
      reach(reached, 0, atoms);
    }
    for (int i = 0; i <= text.length(); i++) {
      if (!fromStart) {
        reach(reached, 0, atoms);
      }
      if (reached.get(atoms.size()) && (!toEnd || i == text.length())) {
        return true;
      }
      if (i < text.length()) {
        reached = after(reached, text.charAt(i), atoms);
      }
    }
    return false;
  }

  private static BitSet after(BitSet reached, char c, List<Atom> atoms) {
    BitSet next = new BitSet();
    for (int at = reached.nextSetBit(0);
        at >= 0 && at < atoms.size();
        at = reached.nextSetBit(at + 1)) {
      Atom atom = atoms.get(at);
      if (atom.characters().get(c)) {
        reach(next, at + 1, atoms);
        if (atom.repeated()) {
          next.set(at);
        }
      }
    }
    return next;
  }

  private static void reach(BitSet reached, int from, List<Atom> atoms) {
    int at = from;
    reached.set(at);
    while (at < atoms.size() && atoms.get(at).optional()) {
      reached.set(++at);
    }
  }

  /** Reads an expression. */
  private static final class Reader {
    private final String expression;
    private int at;

    Reader(String expression) {
      this.expression = expression;
    }

    @Nullable NamePattern read() {
      boolean fromStart = take('^');
      List<Atom> atoms = new ArrayList<>();
      while (at < expression.length()) {
        if (expression.charAt(at) == '$' && at == expression.length() - 1) {
          return new NamePattern(atoms, fromStart, true);
        }
        BitSet characters = characters();
        if (characters == null || !repeat(characters, atoms) || atoms.size() > LONGEST) {
          return null;
        }
      }
      return new NamePattern(atoms, fromStart, false);
    }

    private boolean take(char c) {
      boolean there = at < expression.length() && expression.charAt(at) == c;
      at += there ? 1 : 0;
      return there;
    }

    private @Nullable BitSet characters() {
      char c = expression.charAt(at++);
      return switch (c) {
        case '\\' -> at < expression.length() ? escaped(expression.charAt(at++)) : null;
        case '[' -> range();
        case '.' -> {
          BitSet any = all();
          any.clear('\n');
          any.clear('\r');
          yield any;
        }
        case '(', ')', '|', '*', '+', '?', '{', '}', ']', '^', '$' -> null;
        default -> single(c);
      };
    }

    private static @Nullable BitSet escaped(char c) {
      BitSet characters = new BitSet();
      switch (c) {
        case 'd', 'D' -> characters.set('0', '9' + 1);
        case 'w', 'W' -> {
          characters.set('0', '9' + 1);
          characters.set('a', 'z' + 1);
          characters.set('A', 'Z' + 1);
          characters.set('_');
        }
        default -> {
          return Character.isLetterOrDigit(c) ? null : single(c);
        }
      }
      if (Character.isUpperCase(c)) {
        characters.flip(0, ASCII);
      }
      return characters;
    }

    private @Nullable BitSet range() {
      boolean negated = take('^');
      BitSet characters = new BitSet();
      while (at < expression.length() && expression.charAt(at) != ']') {
        char c = expression.charAt(at++);
        BitSet one =
            c == '\\'
                ? (at < expression.length() ? escaped(expression.charAt(at++)) : null)
                : single(c);
        if (one == null || c == '[') {
          return null;
        }
        boolean upTo =
            at + 1 < expression.length()
                && expression.charAt(at) == '-'
                && expression.charAt(at + 1) != ']';
        if (upTo) {
          char last = expression.charAt(at + 1);
          if (c == '\\' || last == '\\' || last == '[' || last < c || last >= ASCII) {
            return null;
          }
          one.set(c, last + 1);
          at += 2;
        }
        characters.or(one);
      }
      if (!take(']')) {
        return null;
      }
      if (negated) {
        characters.flip(0, ASCII);
      }
      return characters;
    }

    /** Takes what says how often; false if that is not understood. */
    private boolean repeat(BitSet characters, List<Atom> atoms) {
      if (take('*')) {
        atoms.add(new Atom(characters, true, true));
      } else if (take('+')) {
        atoms.add(new Atom(characters, false, true));
      } else if (take('?')) {
        atoms.add(new Atom(characters, true, false));
      } else if (at < expression.length() && expression.charAt(at) == '{') {
        return counted(characters, atoms);
      } else {
        atoms.add(new Atom(characters, false, false));
        return true;
      }
      // How greedy it is changes what is found, not whether.
      take('?');
      return true;
    }

    private boolean counted(BitSet characters, List<Atom> atoms) {
      int end = expression.indexOf('}', at);
      String inside = end < 0 ? "" : expression.substring(at + 1, end);
      if (!inside.matches("[0-9]{1,3}(,[0-9]{0,3})?")) {
        return false;
      }
      at = end + 1;
      int comma = inside.indexOf(',');
      int least = Integer.parseInt(comma < 0 ? inside : inside.substring(0, comma));
      boolean unbounded = comma == inside.length() - 1;
      int most = comma < 0 || unbounded ? least : Integer.parseInt(inside.substring(comma + 1));
      if (Math.max(least, most) > LONGEST || most < least) {
        return false;
      }
      for (int i = 0; i < most; i++) {
        atoms.add(new Atom(characters, i >= least, false));
      }
      if (unbounded) {
        atoms.add(new Atom(characters, true, true));
      }
      take('?');
      return true;
    }

    private static BitSet single(char c) {
      BitSet characters = new BitSet();
      characters.set(c);
      return characters;
    }

    private static BitSet all() {
      BitSet characters = new BitSet();
      characters.set(0, ASCII);
      return characters;
    }
  }
}
