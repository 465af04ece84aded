package io.sluice.schema.avro;

import io.sluice.schema.Incompatibility;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Whether one type can be read with another, and on which other pairs that depends. */
final class PairReading {
  private final Schema reader;
  private final Schema writer;

  /** What keeps the reader from reading whatever becomes of the parts. */
  private final List<Finding> findings = new ArrayList<>();

  private final List<Part> parts = new ArrayList<>();

  /** Branches of the reader's union that may serve, if one of them must. */
  private final List<PairReading> tried = new ArrayList<>();

  /** How many of them have not failed. */
  private int alternatives;

  private boolean needsAlternative;
  private final List<Use> uses = new ArrayList<>();
  private boolean fails;
  private boolean told;

  PairReading(Schema reader, Schema writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /**
   * A pair that must fit for this one to fit.
   *
   * @param step from this pair to it
   * @param asBranch whether it is a branch of what was written, held against the reader's union
   */
  private record Part(PairReading pair, Spot step, boolean asBranch) {}

  private record Use(PairReading user, boolean asAlternative) {}

  /** Finds out what can be said of the two types alone, and which pairs to ask for the rest. */
  void look(AvroReading reading) {
    boolean unionRead = reader.getType() == Schema.Type.UNION;
    boolean unionWritten = writer.getType() == Schema.Type.UNION;
    if (unionWritten) {
      List<Schema> branches = writer.getTypes();
      for (int i = 0; i < branches.size(); i++) {
        need(reading, reader, branches.get(i), Spot.unnamed("/" + i), unionRead);
      }
    } else if (unionRead) {
      lookForBranch(reading);
    } else if (reader.getType() != writer.getType()) {
      if (!Promotion.reads(reader.getType(), writer.getType())) {
        findings.add(Finding.otherType(reader, writer));
      }
    } else {
      lookAtSameType(reading);
    }
  }

  private void lookForBranch(AvroReading reading) {
    UnionBranches branches = reading.branches(reader);
    if (branches.readPrimitive(writer)) {
      return;
    }
    needsAlternative = true;
    for (Schema branch : branches.like(writer)) {
      alternatives++;
      PairReading pair = reading.pair(branch, writer);
      tried.add(pair);
      pair.uses.add(new Use(this, true));
    }
  }

  private void lookAtSameType(AvroReading reading) {
    if (AvroDepth.isNamed(reader) && !SchemaCompatibility.schemaNameEquals(reader, writer)) {
      findings.add(Finding.otherName(reader, writer));
    }
    switch (reader.getType()) {
      case ARRAY ->
          need(reading, reader.getElementType(), writer.getElementType(), Spot.items(), false);
      case MAP -> need(reading, reader.getValueType(), writer.getValueType(), Spot.values(), false);
      case FIXED -> {
        if (reader.getFixedSize() != writer.getFixedSize()) {
          findings.add(Finding.otherSize(reader, writer));
        }
      }
      case ENUM -> lookAtSymbols();
      case RECORD -> reader.getFields().forEach(field -> lookAtField(reading, field));
      default -> {
        // The same primitive type.
      }
    }
  }

  private void lookAtSymbols() {
    if (reader.getEnumDefault() != null) {
      return;
    }
    Set<String> known = new HashSet<>(reader.getEnumSymbols());
    List<String> unknown =
        writer.getEnumSymbols().stream().filter(symbol -> !known.contains(symbol)).toList();
    if (!unknown.isEmpty()) {
      findings.add(Finding.unknownSymbols(reader, unknown));
    }
  }

  private void lookAtField(AvroReading reading, Schema.Field field) {
    Schema.Field written = writer.getField(field.name());
    for (String alias : field.aliases()) {
      Schema.Field other = alias.equals(field.name()) ? null : writer.getField(alias);
      if (other != null && written != null) {
        findings.add(Finding.severalForField(reader, field));
        return;
      }
      written = other == null ? written : other;
    }
    if (written != null) {
      need(reading, field.schema(), written.schema(), Spot.typeOf(field), false);
    } else if (!field.hasDefaultValue()) {
      findings.add(Finding.nothingForField(reader, writer, field));
    }
  }

  private void need(AvroReading reading, Schema read, Schema written, Spot step, boolean asBranch) {
    if (Promotion.reads(read.getType(), written.getType())) {
      return; // Most pairs of most schemas, and nothing to remember about them.
    }
    PairReading pair = reading.pair(read, written);
    parts.add(new Part(pair, step, asBranch));
    pair.uses.add(new Use(this, false));
  }

  /** Whether it is known to fail before any other pair is; then it does from now on. */
  boolean failsByItself() {
    fails = !findings.isEmpty() || (needsAlternative && alternatives == 0);
    return fails;
  }

  /** Tells the pairs that need this one that it fails; gives those that fail from now on. */
  List<PairReading> failUsers() {
    List<PairReading> failed = new ArrayList<>();
    for (Use use : uses) {
      PairReading user = use.user();
      if (!user.fails && user.failsWithout(use)) {
        user.fails = true;
        failed.add(user);
      }
    }
    return failed;
  }

  private boolean failsWithout(Use use) {
    if (!use.asAlternative()) {
      return true;
    }
    alternatives--;
    return needsAlternative && alternatives == 0;
  }

  boolean fails() {
    return fails;
  }

  /**
   * Adds what is to be said of this pair, unless it has been said.
   *
   * @return the pairs of which more is to be said, each by its step from here, in their order
   */
  List<Told> tell(Spot spot, List<Incompatibility> found) {
    if (told) {
      return List.of();
    }
    told = true;
    findings.forEach(finding -> found.add(finding.at(spot)));
    List<Told> more = new ArrayList<>();
    if (needsAlternative) {
      tellOfBranch(spot, Spot.WHOLE, found).ifPresent(more::add);
    }
    for (Part part : parts) {
      if (!part.pair().fails) {
        continue;
      }
      if (part.asBranch()) {
        part.pair().tellOfBranch(spot, part.step(), found).ifPresent(more::add);
      } else {
        more.add(new Told(part.pair(), spot.then(part.step())));
      }
    }
    return more;
  }

  /**
   * What is to be said where no branch of the reader's union serves: why the one does not that is
   * meant; without one, that there is none.
   *
   * @param step to the branch of what was written, if that was a union too
   */
  private Optional<Told> tellOfBranch(Spot spot, Spot step, List<Incompatibility> found) {
    Optional<PairReading> meant = meant();
    if (meant.isEmpty()) {
      found.add(Finding.noBranch(reader, writer, step).at(spot));
    }
    return meant.map(
        pair -> new Told(pair, spot.then(Spot.unnamed("/" + numberInUnion(pair.reader)))));
  }

  /** The only branch of the same kind and name; of several, that of the same full name. */
  private Optional<PairReading> meant() {
    if (tried.size() == 1) {
      return Optional.of(tried.get(0));
    }
    return tried.stream()
        .filter(pair -> pair.reader.getFullName().equals(writer.getFullName()))
        .findFirst();
  }

  @SuppressWarnings("ReferenceEquality") // The very branch, as it was taken from the union.
  private int numberInUnion(Schema branch) {
    List<Schema> branches = reader.getTypes();
    int number = 0;
    while (branches.get(number) != branch) {
      number++;
    }
    return number;
  }

  /** A pair of which something is to be said, and where it stands. */
  record Told(PairReading pair, Spot spot) {}
}
