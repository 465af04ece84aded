package io.sluice.project.schema.catalog;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A version of a subject as a registry has it.
 *
 * @param subject with its context, {@code :.context:subject}, unless that is the default one
 * @param version from 1
 * @param id unique in the context
 * @param text as it was registered
 * @param metadata tags and properties as the API writes them; empty if there are none
 * @param ruleSet rules as the API writes them; empty if there are none
 */
public record Entry(
    String subject,
    int version,
    int id,
    SchemaType type,
    String text,
    List<SchemaReference> references,
    Map<String, Object> metadata,
    Map<String, Object> ruleSet) {
  public Entry {
    requireNonNull(subject, "subject is null");
    requireNonNull(type, "type is null");
    requireNonNull(text, "text is null");
    references = List.copyOf(references);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    ruleSet = Collections.unmodifiableMap(new LinkedHashMap<>(ruleSet));
  }

  /** The same schema: what an id stands for, wherever it is registered. */
  public boolean isSameSchema(Entry other) {
    return type == other.type
        && text.equals(other.text)
        && references.equals(other.references)
        && metadata.equals(other.metadata)
        && ruleSet.equals(other.ruleSet);
  }

  /** The same version with another text. */
  public Entry withText(String other) {
    return new Entry(subject, version, id, type, other, references, metadata, ruleSet);
  }

  /** The text for people's eyes: what is JSON with a line for each part, all else as it is. */
  public String readable() {
    if (type == SchemaType.PROTOBUF) {
      return text;
    }
    try {
      ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      return json.writeValueAsString(json.readTree(text));
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  /** {@code subject@version}, as commands name it. */
  public String name() {
    return subject + "@" + version;
  }
}
