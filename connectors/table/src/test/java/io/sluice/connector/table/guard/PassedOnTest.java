package io.sluice.connector.table.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Target;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that stand before another one: an operation that they forget is lost without a word. */
class PassedOnTest {
  @ParameterizedTest
  @ValueSource(classes = {TargetThread.class, WatchedTarget.class})
  void every_operation_of_a_target_is_passed_on(Class<?> before) {
    requireAll(Target.class, before);
  }

  @Test
  void every_operation_of_a_catalog_is_passed_on() {
    requireAll(Catalog.class, PassedCatalog.class);
  }

  private static void requireAll(Class<?> operations, Class<?> before) {
    for (Method operation : operations.getDeclaredMethods()) {
      if (!operation.isSynthetic() && !Modifier.isStatic(operation.getModifiers())) {
        assertThat(operationOf(before, operation).getDeclaringClass().isInterface())
            .as("%s in %s is only what every target does by default", operation.getName(), before)
            .isFalse();
      }
    }
  }

  private static Method operationOf(Class<?> before, Method operation) {
    try {
      return before.getMethod(operation.getName(), operation.getParameterTypes());
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(before + " is no " + operation.getDeclaringClass(), e);
    }
  }
}
