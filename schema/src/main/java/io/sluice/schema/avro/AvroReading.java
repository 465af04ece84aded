package io.sluice.schema.avro;

import io.sluice.schema.Incompatibility;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Whether data of one schema can be read with another, by the rules of Avro's specification
 * ("Schema Resolution") as {@link org.apache.avro.SchemaCompatibility} applies them, with its kinds
 * and paths. That class lists what it finds anew for each way that leads there, which for a few
 * lines of types that use one another twice is more than fits into memory, and goes down by
 * recursion; here each pair of types is looked at once, and told of once, where it is first met.
 *
 * <p>Pairs are taken to fit until something shows that they do not: what contains itself fits if
 * nothing else speaks against it. Used for one comparison; not thread-safe.
 */
final class AvroReading {
  private final int maxSteps;
  private final Map<SchemaPair, PairReading> pairs = new HashMap<>();
  private final Map<Schema, UnionBranches> unions = new IdentityHashMap<>();
  private final Deque<PairReading> toLookAt = new ArrayDeque<>();

  AvroReading(int maxSteps) {
    this.maxSteps = maxSteps;
  }

  /** Why the reader cannot read what the writer wrote; empty if it can. */
  List<Incompatibility> incompatibilities(Schema reader, Schema writer) {
    PairReading root = pair(reader, writer);
    while (!toLookAt.isEmpty()) {
      if (pairs.size() > maxSteps) {
        return List.of(Incompatibility.tooComplex(maxSteps));
      }
      toLookAt.pop().look(this);
    }
    spreadFailures();
    return root.fails() ? told(root) : List.of();
  }

  /** The reading of these two, which will be looked at if it has not been. */
  PairReading pair(Schema reader, Schema writer) {
    return pairs.computeIfAbsent(
        new SchemaPair(reader, writer),
        key -> {
          PairReading made = new PairReading(reader, writer);
          toLookAt.push(made);
          return made;
        });
  }

  /** The branches of a reader's union. */
  UnionBranches branches(Schema union) {
    return unions.computeIfAbsent(union, UnionBranches::new);
  }

  private void spreadFailures() {
    Deque<PairReading> failed = new ArrayDeque<>();
    for (PairReading pair : pairs.values()) {
      if (pair.failsByItself()) {
        failed.push(pair);
      }
    }
    while (!failed.isEmpty()) {
      failed.pop().failUsers().forEach(failed::push);
    }
  }

  private static List<Incompatibility> told(PairReading root) {
    List<Incompatibility> found = new ArrayList<>();
    Deque<PairReading.Told> open = new ArrayDeque<>();
    open.push(new PairReading.Told(root, Spot.WHOLE));
    while (!open.isEmpty()) {
      PairReading.Told next = open.pop();
      List<PairReading.Told> more = next.pair().tell(next.spot(), found);
      // The last one first, so that the first is on top.
      for (int i = more.size() - 1; i >= 0; i--) {
        open.push(more.get(i));
      }
    }
    return found;
  }
}
