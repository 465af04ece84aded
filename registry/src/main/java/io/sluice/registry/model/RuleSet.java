package io.sluice.registry.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules beside a schema, by when clients execute them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RuleSet(
    @Nullable List<Rule> migrationRules,
    @Nullable List<Rule> domainRules,
    @Nullable List<Rule> encodingRules) {
  public RuleSet {
    migrationRules = migrationRules == null ? null : List.copyOf(migrationRules);
    domainRules = domainRules == null ? null : List.copyOf(domainRules);
    encodingRules = encodingRules == null ? null : List.copyOf(encodingRules);
  }

  /** Whether one of them has the type. */
  public boolean hasType(String type) {
    return Stream.of(migrationRules, domainRules, encodingRules)
        .flatMap(rules -> rules == null ? Stream.<Rule>empty() : rules.stream())
        .anyMatch(rule -> type.equals(rule.type()));
  }

  /** Both; of rules of one name the second one's, in the first one's place. */
  public static @Nullable RuleSet merged(@Nullable RuleSet first, @Nullable RuleSet second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return new RuleSet(
        joined(first.migrationRules, second.migrationRules),
        joined(first.domainRules, second.domainRules),
        joined(first.encodingRules, second.encodingRules));
  }

  private static @Nullable List<Rule> joined(
      @Nullable List<Rule> first, @Nullable List<Rule> second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    Map<String, Rule> byName = new LinkedHashMap<>();
    for (Rule rule : first) {
      byName.put(String.valueOf(rule.name()), rule);
    }
    for (Rule rule : second) {
      byName.put(String.valueOf(rule.name()), rule);
    }
    return new ArrayList<>(byName.values());
  }
}
