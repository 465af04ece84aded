package io.sluice.serdes.json;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A value and the JSON Schema that it is to be written under: for trees and maps, whose classes say
 * nothing of their form.
 *
 * @param schema its text
 * @param value whatever Jackson can write; null for JSON's null
 */
public record JsonWithSchema(String schema, @Nullable Object value) {
  public JsonWithSchema {
    requireNonNull(schema, "schema is null");
  }
}
