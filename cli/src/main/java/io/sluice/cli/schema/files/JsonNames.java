package io.sluice.cli.schema.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names in a JSON Schema: its own, and those of the schemas that it refers to. */
final class JsonNames {
  private static final List<String> OWN = List.of("$id", "id");
  private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

  private JsonNames() {}

  static Names of(String text) {
    try {
      JsonNode schema = new ObjectMapper().readTree(text);
      Set<String> defines = new LinkedHashSet<>();
      for (String key : OWN) {
        if (schema.path(key).isTextual()) {
          defines.add(withoutFragment(schema.path(key).asText()));
        }
      }
      Set<String> needs = new LinkedHashSet<>();
      add(schema, needs);
      needs.removeAll(defines);
      return new Names(defines, needs);
    } catch (JsonProcessingException e) {
      return Names.none();
    }
  }

  private static void add(JsonNode node, Set<String> needs) {
    JsonNode ref = node.path("$ref");
    if (ref.isTextual()) {
      String target = withoutFragment(ref.asText());
      boolean languageItself = target.contains("//json-schema.org/");
      if (!target.isEmpty() && !languageItself) {
        needs.add(target);
      }
    }
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              each -> {
                if (!DATA.contains(each.getKey())) {
                  add(each.getValue(), needs);
                }
              });
    } else {
      node.forEach(each -> add(each, needs));
    }
  }

  private static String withoutFragment(String uri) {
    int hash = uri.indexOf('#');
    return hash < 0 ? uri : uri.substring(0, hash);
  }
}
