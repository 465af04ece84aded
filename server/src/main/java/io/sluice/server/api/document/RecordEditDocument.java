package io.sluice.server.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.engine.deadletter.edit.RecordText;
import org.jspecify.annotations.Nullable;

/** What is edited in a record. */
@Meaning("What is changed in a record, in the form of a letter's record; what is absent stays")
public record RecordEditDocument(
    @Meaning("null for a record without a key") @Nullable JsonNode key,
    @Meaning("null for a record that says that its row is gone") @Nullable JsonNode value,
    @Meaning("An array of objects with name and value") @Nullable JsonNode headers) {

  /** The record's text with what is changed. */
  public RecordText appliedTo(RecordText before) {
    return new RecordText(
        key == null ? before.key() : key.toPrettyString(),
        value == null ? before.value() : value.toPrettyString(),
        headers == null ? before.headers() : headers.toPrettyString());
  }
}
