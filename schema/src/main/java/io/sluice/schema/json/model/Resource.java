package io.sluice.schema.json.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;

/**
 * What pointers count from and names resolve against: a document, or a part of one that has an
 * identifier of its own.
 */
final class Resource {
  private final String document;
  private final String address;
  private final JsonNode root;
  private final Draft draft;
  private final Map<String, SchemaNode> anchors = new HashMap<>();

  /**
   * @param document how messages call the document
   * @param address its absolute URI, or what is known of it; empty if nothing is
   */
  Resource(String document, String address, JsonNode root, Draft draft) {
    this.document = document;
    this.address = address;
    this.root = root;
    this.draft = draft;
  }

  /** A part of this one, by an identifier that is relative to it. */
  Resource part(String identifier, JsonNode partRoot) {
    return new Resource(document, resolve(identifier), partRoot, draft);
  }

  String document() {
    return document;
  }

  String address() {
    return address;
  }

  JsonNode root() {
    return root;
  }

  Draft draft() {
    return draft;
  }

  Map<String, SchemaNode> anchors() {
    return anchors;
  }

  /** The address that a reference means here, without its fragment; nothing is asked for it. */
  String resolve(String reference) {
    try {
      String resolved =
          address.isEmpty() ? reference : new URI(address).resolve(new URI(reference)).toString();
      return withoutFragment(resolved);
    } catch (URISyntaxException e) {
      return withoutFragment(reference);
    }
  }

  static String withoutFragment(String uri) {
    int hash = uri.indexOf('#');
    return hash < 0 ? uri : uri.substring(0, hash);
  }

  static String fragment(String uri) {
    int hash = uri.indexOf('#');
    return hash < 0 ? "" : uri.substring(hash + 1);
  }
}
