package io.sluice.server.console.record;

import io.sluice.engine.tap.Node;
import io.sluice.engine.tap.Node.Branch;
import io.sluice.engine.tap.Node.Leaf;
import io.sluice.engine.tap.RecordImage;
import io.sluice.engine.tap.TapStage;
import io.sluice.engine.tap.TapStep;
import io.sluice.engine.tap.TappedRecord;
import io.sluice.server.console.page.Tone;
import io.sluice.server.console.text.Times;
import io.sluice.server.records.Operation;
import io.sluice.server.records.StageNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One record, as it was at one stage, with what that stage made of it.
 *
 * @param steps the way so far
 * @param error why the stage refused it
 * @param facts what stands around the tables: name and value
 * @param tables what is to be seen of it, the most telling first
 * @param around the fields around the row, the key's and the headers; closed at first
 */
public record OpenedRecord(
    long id,
    String key,
    List<Step> steps,
    Optional<String> error,
    List<Fact> facts,
    List<FieldTable> tables,
    Optional<FieldTable> around,
    String closeAddress) {
  public OpenedRecord {
    steps = List.copyOf(steps);
    facts = List.copyOf(facts);
    tables = List.copyOf(tables);
  }

  /**
   * A stage that it came by.
   *
   * @param shape of a symbol
   */
  public record Step(
      String kind,
      String name,
      String word,
      String shape,
      Tone tone,
      String clock,
      String address,
      boolean current) {}

  /** Something that is known of it. */
  public record Fact(String name, String value) {}

  /**
   * A record at the stage of a query; at the last stage that it came to, if it did not come there.
   */
  static OpenedRecord of(TappedRecord record, RecordsQuery query) {
    int at = at(record, query.stage());
    TapStep step = record.steps().get(at);
    Optional<RecordImage> before = image(record, at - 1);
    Optional<RecordImage> image = Optional.ofNullable(step.record());
    List<FieldTable> tables = new ArrayList<>();
    if (before.isPresent() && image.isPresent()) {
      FieldTable changed =
          FieldTable.differences(
              "What changed here",
              List.of("Before " + Way.name(step.stage()), "Now"),
              all(before.get()),
              all(image.get()));
      // A sink is mostly put what left the transforms: that is nothing to be told.
      if (step.stage().kind() != TapStage.Kind.SINK || !changed.rows().isEmpty()) {
        tables.add(changed);
      }
    }
    RecordImage shown = image.or(() -> before).orElseThrow();
    tables.add(row(shown));
    return new OpenedRecord(
        record.id(),
        Leaves.brief(shown.key()),
        steps(record, query, at),
        Optional.ofNullable(step.error()),
        facts(record, shown),
        tables,
        around(shown),
        query.closed().address());
  }

  private static int at(TappedRecord record, String stage) {
    int last = record.steps().size() - 1;
    for (int i = last; i >= 0; i--) {
      if (StageNames.of(record.steps().get(i).stage()).equals(stage)) {
        return i;
      }
    }
    return last;
  }

  /**
   * As it came to a stage: at a sink that is what left the transforms, not what another sink saw.
   */
  private static Optional<RecordImage> image(TappedRecord record, int from) {
    for (int i = from; i >= 0; i--) {
      TapStep step = record.steps().get(i);
      if (step.stage().kind() != TapStage.Kind.SINK && step.record() != null) {
        return Optional.of(step.record());
      }
    }
    return Optional.empty();
  }

  private static Map<String, Leaf> all(RecordImage image) {
    Map<String, Leaf> all = new LinkedHashMap<>();
    String topic = Optional.ofNullable(image.topic()).orElse("");
    all.put("topic", new Leaf("", Node.Kind.TEXT, topic, topic.length(), false, false, 0));
    put("key", image.key(), all);
    put("value", image.value(), all);
    put("header", image.headers(), all);
    return all;
  }

  private static void put(String name, Node node, Map<String, Leaf> all) {
    Leaves.of(node)
        .forEach(
            (path, leaf) -> {
              if (!(path.isEmpty() && leaf.text().equals("{}"))) {
                all.put(path.isEmpty() ? name : name + "." + path, leaf);
              }
            });
  }

  private static FieldTable row(RecordImage image) {
    if (Operation.isEvent(image.value())) {
      Node nothing = Leaf.none();
      Node before = Operation.child(image.value(), "before").orElse(nothing);
      Node after = Operation.child(image.value(), "after").orElse(nothing);
      boolean told = !(before instanceof Leaf leaf && leaf.kind() == Node.Kind.NULL);
      if (!told && Operation.of(image).equals(Optional.of(Operation.UPDATE))) {
        return FieldTable.of(
            "Row after the change (its source does not tell the one before)", after);
      }
      return FieldTable.compared(
          "Row", List.of("Before the change", "After the change"), before, after);
    }
    return FieldTable.of("Value", image.value());
  }

  private static Optional<FieldTable> around(RecordImage image) {
    Map<String, Leaf> rest = new LinkedHashMap<>();
    put("key", image.key(), rest);
    if (Operation.isEvent(image.value()) && image.value() instanceof Branch event) {
      event.children().stream()
          .filter(child -> !child.name().equals("before") && !child.name().equals("after"))
          .forEach(child -> put("value." + child.name(), child.node(), rest));
    }
    put("header", image.headers(), rest);
    return rest.isEmpty() ? Optional.empty() : Optional.of(FieldTable.of("Key and more", rest));
  }

  private static List<Fact> facts(TappedRecord record, RecordImage image) {
    List<Fact> facts = new ArrayList<>();
    Operation.of(image).ifPresent(one -> facts.add(new Fact("Operation", one.word())));
    facts.add(new Fact("Topic", Optional.ofNullable(image.topic()).orElse("none")));
    Optional.ofNullable(image.timestamp())
        .ifPresent(at -> facts.add(new Fact("Its own time", at.toString())));
    facts.add(new Fact("Read", Times.moment(record.at()) + ", source task " + record.task()));
    facts.add(new Fact("Position", Leaves.brief(record.position())));
    if (!image.value().type().isEmpty()) {
      facts.add(new Fact("Schema", image.value().type()));
    }
    return facts;
  }

  private static List<Step> steps(TappedRecord record, RecordsQuery query, int at) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < record.steps().size(); i++) {
      TapStep step = record.steps().get(i);
      steps.add(
          new Step(
              Way.kind(step.stage()),
              Way.name(step.stage()),
              Way.word(step),
              Way.shape(step.outcome()),
              Way.tone(step.outcome()),
              Times.clock(step.at()),
              query.at(StageNames.of(step.stage())).address(),
              i == at));
    }
    return steps;
  }
}
