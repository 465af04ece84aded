package io.sluice.cli.deploy;

import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.project.InvalidPipelineException;
import io.sluice.kafka.deploy.HiddenValues;
import io.sluice.kafka.deploy.Plan;
import io.sluice.kafka.deploy.Plan.Action;
import io.sluice.pipeline.Problem;
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

  void plan(Plan plan) {
    plan.changes().forEach(this::step);
    int kept = plan.of(Action.KEEP).size();
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
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("key", change.key());
        if (change.before() != null) {
          one.put("before", shown(change.key(), change.before()));
        }
        if (change.after() != null) {
          one.put("after", shown(change.key(), change.after()));
        }
        changes.add(one);
      }
      document.put("changes", changes);
      steps.add(document);
    }
    return steps;
  }

  /** Problems as documents. */
  List<Map<String, Object>> documents(List<Problem> problems) {
    return problems.stream()
        .map(InvalidPipelineException::document)
        .map(
            document -> {
              document.replaceAll((k, v) -> v instanceof String text ? redaction.apply(text) : v);
              return document;
            })
        .toList();
  }
}
