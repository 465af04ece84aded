package io.sluice.server.records;

import io.sluice.engine.tap.Node;
import io.sluice.engine.tap.Node.Branch;
import io.sluice.engine.tap.Node.Child;
import io.sluice.engine.tap.Node.Kind;
import io.sluice.engine.tap.Node.Leaf;
import io.sluice.engine.tap.RecordImage;
import java.util.Locale;
import java.util.Optional;

/** What a change event says happened to its row, in Debezium's letters. */
public enum Operation {
  CREATE("c"),
  UPDATE("u"),
  DELETE("d"),
  READ("r"),
  TRUNCATE("t"),
  MESSAGE("m"),
  /** No value: what has this key is gone. */
  TOMBSTONE("");

  private final String letter;

  Operation(String letter) {
    this.letter = letter;
  }

  /** In small letters. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for what is no change event. */
  public static Optional<Operation> of(RecordImage record) {
    if (record.value() instanceof Leaf leaf && leaf.kind() == Kind.NULL) {
      return Optional.of(TOMBSTONE);
    }
    if (!isEvent(record.value())) {
      return Optional.empty();
    }
    String said = child(record.value(), "op").map(Operation::text).orElse("");
    for (Operation operation : values()) {
      if (!operation.letter.isEmpty() && operation.letter.equals(said)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }

  /** Whether a value holds a row before and after a change. */
  public static boolean isEvent(Node value) {
    return child(value, "op").isPresent()
        && (child(value, "before").isPresent() || child(value, "after").isPresent());
  }

  /** A field of a value. */
  public static Optional<Node> child(Node value, String name) {
    return value instanceof Branch branch && !branch.list()
        ? branch.children().stream()
            .filter(one -> one.name().equals(name))
            .map(Child::node)
            .findFirst()
        : Optional.empty();
  }

  private static String text(Node node) {
    return node instanceof Leaf leaf ? leaf.text() : "";
  }
}
