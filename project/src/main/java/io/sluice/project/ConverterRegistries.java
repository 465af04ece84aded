package io.sluice.project;

import io.sluice.contract.subject.RemoteSubjects;
import io.sluice.engine.fault.FaultException;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.pipeline.secret.UnresolvedSecretException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * Whether the schema registries can be asked that a pipeline's converters on Kafka name. A
 * converter asks its registry with the first record, and what it waits for then is seen late.
 */
final class ConverterRegistries {
  private static final String URL = "schema.registry.url";

  private final KafkaPipeline pipeline;
  private final Secrets secrets;

  ConverterRegistries(KafkaPipeline pipeline, Secrets secrets) {
    this.pipeline = pipeline;
    this.secrets = secrets;
  }

  /** What each of them says at this moment, if it is not that all is well. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    named()
        .forEach(
            (key, address) -> {
              try {
                probe(address);
              } catch (RetriableException away) {
                problems.add(
                    Problem.error(
                        pipeline.converters().placeOf(key),
                        "the schema registry does not answer: " + away.getMessage(),
                        "A pipeline that runs already waits for it"));
              } catch (FaultException refused) {
                problems.add(
                    Problem.error(
                        pipeline.converters().placeOf(key),
                        String.valueOf(refused.getMessage()),
                        null));
              }
            });
    return problems;
  }

  /** Whether one of them gives no answer at this moment. */
  boolean isUnreachable() {
    return named().values().stream().anyMatch(ConverterRegistries::isAway);
  }

  private static boolean isAway(Map<String, String> address) {
    try {
      probe(address);
      return false;
    } catch (RetriableException away) {
      return true;
    } catch (FaultException refused) {
      return false;
    }
  }

  private static void probe(Map<String, String> address) {
    try (RemoteSubjects registry = RemoteSubjects.at(address)) {
      registry.probe();
    }
  }

  /** What converters are told, by the key of the URL; the same address is asked once. */
  private Map<String, Map<String, String>> named() {
    Map<String, Map<String, String>> named = new LinkedHashMap<>();
    Set<Map<String, String>> seen = new HashSet<>();
    for (String converter : List.of("key.converter.", "value.converter.")) {
      if (!pipeline.converters().values().containsKey(converter + URL)) {
        continue;
      }
      try {
        Map<String, String> address = secrets.resolve(told(converter));
        if (seen.add(address)) {
          named.put(converter + URL, address);
        }
      } catch (UnresolvedSecretException elsewhere) {
        continue; // The worker resolves it, which may know more than this machine does.
      }
    }
    return named;
  }

  /** What is said to a converter about its registry, without what it is to do with schemas. */
  private UnresolvedConfig told(String converter) {
    Map<String, String> told = new LinkedHashMap<>();
    pipeline
        .converters()
        .values()
        .forEach(
            (key, value) -> {
              String name = key.startsWith(converter) ? key.substring(converter.length()) : "";
              if (name.startsWith("schema.registry.")
                  || name.startsWith("basic.auth.")
                  || name.startsWith("bearer.auth.")) {
                told.put(name, value);
              }
            });
    return UnresolvedConfig.of(told);
  }
}
