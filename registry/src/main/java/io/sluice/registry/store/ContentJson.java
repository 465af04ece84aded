package io.sluice.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.schema.SchemaReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is stored as JSON: equal values are equal text. What a newer version added is passed over.
 */
final class ContentJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ContentJson() {}

  static @Nullable String write(@Nullable Object value) {
    try {
      return value == null ? null : MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A value of the registry has no JSON", e);
    }
  }

  static <T> @Nullable T read(@Nullable String json, Class<T> type) {
    try {
      return json == null ? null : MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw damaged(e);
    }
  }

  static @Nullable String writeReferences(List<SchemaReference> references) {
    return references.isEmpty() ? null : write(references);
  }

  static List<SchemaReference> readReferences(@Nullable String json) {
    try {
      return json == null ? List.of() : MAPPER.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw damaged(e);
    }
  }

  private static IllegalStateException damaged(JsonProcessingException e) {
    return new IllegalStateException("The registry's tables have JSON that is none", e);
  }
}
