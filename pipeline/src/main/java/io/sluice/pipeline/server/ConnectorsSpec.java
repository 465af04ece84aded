package io.sluice.pipeline.server;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code sluice.yaml} says under {@code connectors}.
 *
 * @param permitted to pipelines of all namespaces that have no list of their own; empty if all are
 * @param namespaces what takes the place of that in a namespace, by its name
 */
public record ConnectorsSpec(
    Optional<PermittedConnectors> permitted, Map<String, PermittedConnectors> namespaces) {
  /** Of a project that says nothing of it. */
  public static final ConnectorsSpec DEFAULT = new ConnectorsSpec(Optional.empty(), Map.of());

  public ConnectorsSpec {
    requireNonNull(permitted, "permitted is null");
    namespaces = Collections.unmodifiableMap(new LinkedHashMap<>(namespaces));
  }

  /** The list that holds in a namespace; empty if all connectors are permitted there. */
  public Optional<PermittedConnectors> in(String namespace) {
    return Optional.ofNullable(namespaces.get(namespace))
        .or(() -> permitted)
        .filter(list -> !list.all());
  }

  /** Whether there is a list, in whatever namespace. */
  public boolean limited() {
    return permitted.isPresent() || !namespaces.isEmpty();
  }
}
