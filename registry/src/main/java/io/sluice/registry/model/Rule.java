package io.sluice.registry.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One rule beside a schema, as Confluent's API has it. Stored and given back; clients execute it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Rule(
    @Nullable String name,
    @Nullable String doc,
    @Nullable String kind,
    @Nullable String mode,
    @Nullable String type,
    @Nullable Set<String> tags,
    @Nullable Map<String, String> params,
    @Nullable String expr,
    @Nullable String onSuccess,
    @Nullable String onFailure,
    @Nullable Boolean disabled) {
  public Rule {
    tags = tags == null ? null : Collections.unmodifiableSet(new TreeSet<>(tags));
    params = params == null ? null : Collections.unmodifiableMap(new TreeMap<>(params));
  }
}
