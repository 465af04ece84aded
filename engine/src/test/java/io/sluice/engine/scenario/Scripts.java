package io.sluice.engine.scenario;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How connectors, which the engine makes from a class name and texts, find the objects of the test
 * that they belong to. The one thing here that is static.
 */
public final class Scripts {
  private static final Map<String, Script> SCRIPTS = new ConcurrentHashMap<>();
  private static final Map<String, Target> TARGETS = new ConcurrentHashMap<>();

  private Scripts() {}

  static void add(String id, Script script) {
    SCRIPTS.put(id, script);
  }

  static void add(String id, Target target) {
    TARGETS.put(id, target);
  }

  static Script script(String id) {
    return java.util.Objects.requireNonNull(SCRIPTS.get(id), id);
  }

  static Target target(String id) {
    return java.util.Objects.requireNonNull(TARGETS.get(id), id);
  }
}
