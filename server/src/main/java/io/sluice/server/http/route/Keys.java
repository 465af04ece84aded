package io.sluice.server.http.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the keys of a document against the components of a record: none may be there that is not
 * one of them, and all must that are not {@code @Nullable}.
 */
final class Keys {
  private static final SnakeCaseStrategy NAMES =
      (SnakeCaseStrategy) PropertyNamingStrategies.SNAKE_CASE;

  private final List<Fault> faults = new ArrayList<>();

  private Keys() {}

  /** By which it is seen whether annotations are. */
  private record Probe(@Nullable String mayMiss) {}

  /**
   * Looks whether what may be left out can be told: a class path without the annotation's class is
   * as records without annotations, of which nothing might be left out.
   */
  static void requireAnnotations() {
    if (!mayMiss(Probe.class.getRecordComponents()[0].getAnnotatedType())) {
      throw new IllegalStateException("org.jspecify is not on the class path");
    }
  }

  /**
   * Looks at the document, and at those in it.
   *
   * @throws ProblemException with all that is wrong
   */
  static void check(JsonNode document, Class<?> type) {
    Keys keys = new Keys();
    keys.look(document, type, "");
    if (!keys.faults.isEmpty()) {
      throw ProblemException.badRequest(keys.faults);
    }
  }

  private void look(JsonNode value, Type type, String pointer) {
    if (type instanceof Class<?> found && found.isRecord() && value.isObject()) {
      lookAtRecord(value, found, pointer);
    } else if (type instanceof ParameterizedType list
        && List.class.equals(list.getRawType())
        && value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        lookOrMiss(value.get(i), list.getActualTypeArguments()[0], false, pointer + "/" + i);
      }
    }
  }

  private void lookAtRecord(JsonNode value, Class<?> type, String pointer) {
    Map<String, RecordComponent> known = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      known.put(NAMES.translate(component.getName()), component);
    }
    value
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.containsKey(name)) {
                faults.add(
                    Fault.ofBody(
                        pointer + "/" + JsonFaults.escaped(name),
                        "unknown key; known are " + known.keySet()));
              }
            });
    known.forEach(
        (name, component) ->
            lookOrMiss(
                value.get(name),
                component.getGenericType(),
                mayMiss(component.getAnnotatedType()),
                pointer + "/" + name));
  }

  private void lookOrMiss(@Nullable JsonNode value, Type type, boolean mayMiss, String pointer) {
    if (value != null && !value.isNull()) {
      look(value, type, pointer);
    } else if (!mayMiss) {
      faults.add(Fault.ofBody(pointer, "expected a value but found none"));
    }
  }

  private static boolean mayMiss(AnnotatedElement type) {
    return type.isAnnotationPresent(Nullable.class);
  }
}
