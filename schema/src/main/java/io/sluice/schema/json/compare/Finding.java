package io.sluice.schema.json.compare;

import io.sluice.schema.Incompatibility;

/**
 * One reason why a reader cannot read.
 *
 * @param path from the schema that was looked at; empty if it is of that schema itself
 */
record Finding(Kind kind, String path, String description) {
  /** The same, as seen from further out. */
  Finding below(String outer) {
    return new Finding(kind, outer + path, description);
  }

  Incompatibility incompatibility() {
    return new Incompatibility(kind.name(), "#" + path, description);
  }

  /** A name as a part of a path (RFC 6901). */
  static String step(String name) {
    return "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
