package io.sluice.serdes.exchange;

import io.sluice.schema.Incompatibility;
import io.sluice.serdes.client.RegisteredSchema;
import java.util.List;
import java.util.stream.Collectors;

/** The schema that records are to be written under cannot read what their own schema writes. */
public final class IncompatibleSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IncompatibleSchemaException(RegisteredSchema chosen, List<Incompatibility> found) {
    super(
        "The records' schema does not fit the one that they are to be written under (subject "
            + chosen.subject()
            + ", id "
            + chosen.id()
            + "): "
            + found.stream()
                .map(each -> each.path() + ": " + each.description())
                .collect(Collectors.joining("; "))
            + ". Register a version that fits, or set latest.compatibility.strict or"
            + " id.compatibility.strict to false");
  }
}
