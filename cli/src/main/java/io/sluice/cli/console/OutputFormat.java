package io.sluice.cli.console;

/** What a command prints on standard output. */
public enum OutputFormat {
  /** For people: may change between versions. */
  text,
  /** For programs: one JSON document, whose keys stay. */
  json
}
