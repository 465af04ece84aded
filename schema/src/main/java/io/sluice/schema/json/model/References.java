package io.sluice.schema.json.model;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.InvalidSchemaException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Links the schemas of a document, and of those that it depends on, by what they refer to. What is
 * not here is refused: nothing is fetched.
 */
final class References implements Linker.Found {
  private final Map<String, Resource> resources = new HashMap<>();
  private final Map<JsonNode, SchemaNode> nodes = new IdentityHashMap<>();
  private final Map<JsonNode, Resource> resourceOf = new IdentityHashMap<>();
  private final Map<String, Integer> dynamicAnchors = new HashMap<>();
  private final Deque<Reference> open = new ArrayDeque<>();
  private final Linker linker = new Linker(this);
  private int recursiveAnchors;

  private record Reference(SchemaNode from, Resource resource, Keyword keyword, String text) {}

  /** Takes a schema that others refer to by a name. */
  void add(String name, JsonNode json) {
    Resource resource =
        new Resource("the referenced schema '" + name + "'", name, json, Draft.of(json));
    resources.put(Resource.withoutFragment(name), resource);
    linker.link(json, resource, "#");
  }

  /** Takes the schema that is read. */
  SchemaNode addRoot(JsonNode json) {
    Resource resource = new Resource("", "", json, Draft.of(json));
    resources.putIfAbsent("", resource);
    return linker.link(json, resource, "#");
  }

  /** Links all references, also of schemas that only references lead to. */
  void resolve() {
    while (!open.isEmpty()) {
      Reference reference = open.poll();
      if (isDynamic(reference)) {
        reference.from().cannotBeDecided();
      } else {
        reference.from().refersTo(target(reference));
      }
    }
    new Circles().refuse(nodes.values());
  }

  @Override
  public @Nullable SchemaNode linked(JsonNode json) {
    return nodes.get(json);
  }

  @Override
  public void schema(JsonNode json, SchemaNode node, Resource resource) {
    nodes.put(json, node);
    resourceOf.put(json, resource);
  }

  @Override
  public void resource(Resource resource) {
    resources.putIfAbsent(resource.address(), resource);
  }

  @Override
  public void anchors(JsonNode json, SchemaNode node, Resource resource) {
    Draft draft = resource.draft();
    String identifier = json.path(draft.identifierKeyword()).asText("");
    if (draft.refHidesSiblings()) {
      if (identifier.startsWith("#") && identifier.length() > 1) {
        resource.anchors().put(identifier.substring(1), node);
      }
      return;
    }
    if (json.path("$anchor").isTextual()) {
      resource.anchors().put(json.path("$anchor").asText(), node);
    }
    if (json.path("$dynamicAnchor").isTextual()) {
      String anchor = json.path("$dynamicAnchor").asText();
      resource.anchors().put(anchor, node);
      dynamicAnchors.merge(anchor, 1, Integer::sum);
    }
    if (json.path("$recursiveAnchor").asBoolean()) {
      recursiveAnchors++;
    }
  }

  @Override
  public void reference(SchemaNode from, Resource resource, Keyword keyword, String text) {
    open.add(new Reference(from, resource, keyword, text));
  }

  /** Whether the way to a reference decides what it means, and there is more than one choice. */
  private boolean isDynamic(Reference reference) {
    return switch (reference.keyword()) {
      case RECURSIVE_REF -> recursiveAnchors > 1;
      case DYNAMIC_REF -> dynamicAnchors.getOrDefault(Resource.fragment(reference.text()), 0) > 1;
      default -> reference.from().target() != null;
    };
  }

  private SchemaNode target(Reference reference) {
    String text = reference.text();
    Resource resource = resource(reference.resource(), Resource.withoutFragment(text));
    if (resource == null) {
      throw unknown(
          reference,
          "is neither in this schema nor among its references. Nothing is fetched: register that"
              + " schema, and list it among the references by the name '"
              + Resource.withoutFragment(text)
              + "'.");
    }
    String fragment = decoded(Resource.fragment(text));
    if (fragment.isEmpty()) {
      return linker.link(resource.root(), resource, "#");
    }
    if (!fragment.startsWith("/")) {
      SchemaNode anchored = resource.anchors().get(fragment);
      if (anchored == null) {
        throw unknown(reference, "names an anchor that is not there.");
      }
      return anchored;
    }
    return pointed(reference, resource, fragment);
  }

  private SchemaNode pointed(Reference reference, Resource resource, String pointer) {
    // The schema that is nearest around what is pointed at says what counts there.
    JsonNode found = resource.root();
    Resource around = resource;
    for (JsonPointer rest = JsonPointer.compile(pointer); !rest.matches(); rest = rest.tail()) {
      found =
          found.isArray()
              ? found.path(rest.getMatchingIndex())
              : found.path(rest.getMatchingProperty());
      around = resourceOf.getOrDefault(found, around);
    }
    if (found.isMissingNode()) {
      throw unknown(reference, "points at nothing. Mend the pointer, or add what it points at.");
    }
    return linker.link(found, around, "#" + pointer);
  }

  private @Nullable Resource resource(Resource from, String address) {
    if (address.isEmpty()) {
      return from;
    }
    Resource resolved = resources.get(from.resolve(address));
    return resolved != null ? resolved : resources.get(address);
  }

  private static String decoded(String fragment) {
    try {
      // A plus is a plus in a fragment.
      return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return fragment;
    }
  }

  private static InvalidSchemaException unknown(Reference reference, String why) {
    String document = reference.resource().document();
    return new InvalidSchemaException(
        (document.isEmpty() ? "At " : "In " + document + " at ")
            + reference.from().place()
            + "/"
            + reference.keyword().word()
            + ": '"
            + reference.text()
            + "' "
            + why);
  }
}
