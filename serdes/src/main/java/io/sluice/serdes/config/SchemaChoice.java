package io.sluice.serdes.config;

import java.util.Map;

/** Under which schema a record is written. */
public sealed interface SchemaChoice {
  /**
   * Its own.
   *
   * @param register whether it is registered where the subject does not have it
   * @param normalize whether schemas that mean the same are the same
   */
  record Own(boolean register, boolean normalize) implements SchemaChoice {}

  /**
   * The one of that id.
   *
   * @param strict whether it must be able to read what the record's own wrote
   */
  record ById(int id, boolean strict) implements SchemaChoice {}

  /**
   * The newest version of the subject.
   *
   * @param metadata that it must have; empty for any
   * @param strict whether it must be able to read what the record's own schema wrote
   */
  record Latest(Map<String, String> metadata, boolean strict) implements SchemaChoice {
    public Latest {
      metadata = Map.copyOf(metadata);
    }
  }
}
