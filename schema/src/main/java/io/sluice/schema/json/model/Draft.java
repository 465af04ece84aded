package io.sluice.schema.json.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** A version of the JSON Schema specification. */
public enum Draft {
  DRAFT_4("json-schema.org/draft-04/schema"),
  DRAFT_6("json-schema.org/draft-06/schema"),
  DRAFT_7("json-schema.org/draft-07/schema"),
  DRAFT_2019_09("json-schema.org/draft/2019-09/schema"),
  DRAFT_2020_12("json-schema.org/draft/2020-12/schema");

  private final String identifier;

  Draft(String identifier) {
    this.identifier = identifier;
  }

  /**
   * The draft that a document's {@code $schema} names; 7 where it names none that is known, as
   * Confluent's registry has it.
   */
  static Draft of(JsonNode document) {
    String named = document.path("$schema").asText("").toLowerCase(Locale.ROOT);
    String bare = named.replaceFirst("^https?://", "").replaceFirst("#$", "");
    for (Draft draft : values()) {
      if (draft.identifier.equals(bare)) {
        return draft;
      }
    }
    return DRAFT_7;
  }

  /** The keyword by which a schema names itself. */
  String identifierKeyword() {
    return this == DRAFT_4 ? "id" : "$id";
  }

  /** Whether nothing counts beside a {@code $ref}: so until draft 7. */
  boolean refHidesSiblings() {
    return isUntil(DRAFT_7);
  }

  /** Whether {@code true} and {@code false} are schemas everywhere: so since draft 6. */
  boolean hasBooleanSchemas() {
    return this != DRAFT_4;
  }

  boolean isSince(Draft first) {
    return compareTo(first) >= 0;
  }

  boolean isUntil(Draft last) {
    return compareTo(last) <= 0;
  }
}
