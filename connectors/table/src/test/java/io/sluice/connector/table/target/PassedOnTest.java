package io.sluice.connector.table.target;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that stand before another one: an operation that they forget is lost without a word. */
class PassedOnTest {
  @ParameterizedTest
  @ValueSource(classes = {TargetThread.class, WatchedTarget.class})
  void every_operation_of_a_target_is_passed_on(Class<?> before) {
    for (Method operation : Target.class.getDeclaredMethods()) {
      if (!operation.isSynthetic()
          && !java.lang.reflect.Modifier.isStatic(operation.getModifiers())) {
        assertThatCode(
                () -> before.getDeclaredMethod(operation.getName(), operation.getParameterTypes()))
            .as("%s in %s", operation.getName(), before)
            .doesNotThrowAnyException();
      }
    }
  }
}
