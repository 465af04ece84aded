package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;

/**
 * Finds what a {@code $ref} means: in the schema itself, or in one of the schemas that it was
 * registered with. Nothing is fetched. To be used by one thread.
 */
final class References {
  private static final String ID = "$id";

  private final Map<String, String> texts;
  private final Map<String, JsonNode> documents = new HashMap<>();

  /**
   * @param texts the schemas that it was registered with, by the names by which they are referred
   *     to
   */
  References(Map<String, String> texts) {
    this.texts = texts;
  }

  /** A schema, and the document that it is in, by which its own references go. */
  record Found(JsonNode schema, JsonNode document) {}

  /** What is meant at the end of all references. */
  Found follow(JsonNode schema, JsonNode document) {
    Found found = new Found(schema, document);
    Set<String> seen = new HashSet<>();
    while (found.schema().path(JsonNames.REF).isTextual()) {
      String reference = found.schema().get(JsonNames.REF).textValue();
      if (!seen.add(System.identityHashCode(found.document()) + reference)) {
        throw new DataException("A $ref leads back to itself: " + reference);
      }
      found = one(reference, found.document());
    }
    return found;
  }

  private Found one(String reference, JsonNode document) {
    int hash = reference.indexOf('#');
    String name = hash < 0 ? reference : reference.substring(0, hash);
    String fragment = hash < 0 ? "" : reference.substring(hash + 1);
    JsonNode within = name.isEmpty() ? document : document(name, document);
    JsonNode schema = fragment.isEmpty() ? within : part(within, fragment);
    if (schema.isMissingNode()) {
      throw new DataException("A $ref leads nowhere: " + reference);
    }
    return new Found(schema, within);
  }

  private static JsonNode part(JsonNode document, String fragment) {
    if (!fragment.startsWith("/")) {
      return anchored(document, fragment);
    }
    return document.at(URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  private static JsonNode anchored(JsonNode document, String anchor) {
    for (String word : new String[] {"$defs", "definitions"}) {
      for (JsonNode each : document.path(word)) {
        if (anchor.equals(each.path("$anchor").asText())
            || ("#" + anchor).equals(each.path(ID).asText())) {
          return each;
        }
      }
    }
    return MissingNode.getInstance();
  }

  private JsonNode document(String name, JsonNode from) {
    if (name.equals(from.path(ID).asText())) {
      return from;
    }
    String text = texts.get(name);
    String whole = text == null ? resolved(name, from) : name;
    return documents.computeIfAbsent(whole, this::read);
  }

  /** A name that is relative to the document's own. */
  private static String resolved(String name, JsonNode from) {
    try {
      return URI.create(from.path(ID).asText()).resolve(name).toString();
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  private JsonNode read(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new DataException(
          "A $ref leads to " + name + ", which is not among the references of the schema");
    }
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new DataException("The schema " + name + " that a $ref leads to is no JSON", e);
    }
  }
}
