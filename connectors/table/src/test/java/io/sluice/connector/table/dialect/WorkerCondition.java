package io.sluice.connector.table.dialect;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Leaves out what is {@link NotOnWorker} there. */
final class WorkerCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (RunBy.chosen() == RunBy.HARNESS) {
      return enabled("not on a worker");
    }
    return AnnotationSupport.findAnnotation(context.getElement(), NotOnWorker.class)
        .map(reason -> disabled(reason.value()))
        .orElse(enabled("can run on a worker"));
  }
}
