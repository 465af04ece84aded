package io.sluice.cli.deploy;

import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.kafka.deploy.Plan;
import io.sluice.kafka.deploy.Plan.Action;
import io.sluice.kafka.topic.TopicPlan;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.secret.HiddenValues;
import io.sluice.project.ProblemDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A plan for people and for programs, without secrets. */
final class PlanReport {
  private final Output output;
  private final UnaryOperator<String> redaction;

  PlanReport(Output output, UnaryOperator<String> redaction) {
    this.output = output;
    this.redaction = redaction;
  }

  void problems(List<Problem> problems) {
    for (Problem problem : problems) {
      output.line(
          problem.isError() ? Style.BAD : Style.WARNING, redaction.apply(problem.toString()));
    }
  }

  /** Topics that something happens to. */
  void topics(TopicPlan plan) {
    for (TopicPlan.Step step : plan.changes()) {
      String of = "topic " + step.topic() + "  (pipeline " + step.demand().pipeline() + ")";
      boolean made = step.action() == TopicPlan.Action.CREATE;
      output.line(made ? Style.GOOD : Style.WARNING, (made ? "+ " : "~ ") + of);
      for (TopicPlan.Change change : step.changes()) {
        String after = change.after() == null ? "(the broker's own)" : change.after();
        output.line(
            "    "
                + change.key()
                + ": "
                + (change.before() == null ? "" : change.before() + " -> ")
                + after);
      }
    }
  }

  /** The same for programs, with those that stay. */
  List<Map<String, Object>> document(TopicPlan plan) {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (TopicPlan.Step step : plan.steps()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("topic", step.topic());
      document.put("pipeline", step.demand().pipeline());
      document.put("action", step.action().name().toLowerCase(Locale.ROOT));
      List<Map<String, Object>> changes = new ArrayList<>();
      for (TopicPlan.Change change : step.changes()) {
        changes.add(document(change.key(), change.before(), change.after()));
      }
      document.put("changes", changes);
      steps.add(document);
    }
    return steps;
  }

  private static Map<String, Object> document(
      String key, @Nullable String before, @Nullable String after) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("key", key);
    if (before != null) {
      document.put("before", before);
    }
    if (after != null) {
      document.put("after", after);
    }
    return document;
  }

  /**
   * What would happen to connectors.
   *
   * @param forbidden whether problems that were shown keep all of it from happening
   */
  void plan(Plan plan, boolean forbidden) {
    plan.changes().forEach(this::step);
    int kept = plan.of(Action.KEEP).size();
    if (plan.changes().isEmpty() && forbidden) {
      return; // The problems say why, and "nothing to do" would say something else.
    }
    if (plan.changes().isEmpty()) {
      output.line(
          kept == 0
              ? "Nothing to do: no pipeline here runs on Kafka."
              : "Nothing to do: "
                  + (kept == 1
                      ? "the connector is as it should be."
                      : "all " + kept + " connectors are as they should be."));
      return;
    }
    output.line(
        plan.of(Action.CREATE).size()
            + " to make, "
            + plan.of(Action.CHANGE).size()
            + " to change, "
            + plan.of(Action.REMOVE).size()
            + " to remove, "
            + kept
            + " as they should be.");
  }

  private void step(Plan.Step step) {
    String of = step.connector() + "  (pipeline " + step.pipeline() + ")";
    switch (step.action()) {
      case CREATE -> output.line(Style.GOOD, "+ " + of);
      case CHANGE -> output.line(Style.WARNING, "~ " + of);
      case REMOVE -> output.line(Style.BAD, "- " + of);
      case KEEP -> output.line("= " + of);
    }
    for (Plan.KeyChange change : step.keys()) {
      String after = shown(change.key(), change.after());
      String before = shown(change.key(), change.before());
      if (step.action() == Action.CREATE) {
        output.line("    " + change.key() + ": " + after);
      } else {
        output.line("    " + change.key() + ": " + before + " -> " + after);
      }
    }
  }

  private String shown(String key, @Nullable String value) {
    if (value == null) {
      return "(not set)";
    }
    return redaction.apply(HiddenValues.shown(key, value));
  }

  /** The plan as a document: each step with what becomes other. */
  List<Map<String, Object>> document(Plan plan) {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (Plan.Step step : plan.steps()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("connector", step.connector());
      document.put("pipeline", step.pipeline());
      document.put("action", step.action().name().toLowerCase(Locale.ROOT));
      List<Map<String, Object>> changes = new ArrayList<>();
      for (Plan.KeyChange change : step.keys()) {
        changes.add(
            document(
                change.key(),
                change.before() == null ? null : shown(change.key(), change.before()),
                change.after() == null ? null : shown(change.key(), change.after())));
      }
      document.put("changes", changes);
      steps.add(document);
    }
    return steps;
  }

  /** Problems as documents. */
  List<Map<String, Object>> documents(List<Problem> problems) {
    return problems.stream()
        .map(ProblemDocument::of)
        .map(
            document -> {
              document.replaceAll((k, v) -> v instanceof String text ? redaction.apply(text) : v);
              return document;
            })
        .toList();
  }
}
