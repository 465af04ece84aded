package io.sluice.serdes.json;

import static com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import java.lang.reflect.AnnotatedElement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the JSON Schema of a class: of what the serializers of the mapper that writes its objects
 * say that they write, so that settings and annotations hold for both. To be used once, by one
 * thread.
 */
final class ClassSchemas {
  private static final Map<String, String> DRAFTS =
      Map.of(
          "draft_4", "http://json-schema.org/draft-04/schema#",
          "draft_6", "http://json-schema.org/draft-06/schema#",
          "draft_7", "http://json-schema.org/draft-07/schema#",
          "draft_2019_09", "https://json-schema.org/draft/2019-09/schema",
          "draft_2020_12", "https://json-schema.org/draft/2020-12/schema");

  private final ObjectMapper mapper;
  private final SerializerProvider provider;
  private final boolean nullables;
  private final boolean additional;
  private final Map<Place, String> named = new HashMap<>();
  private final ObjectNode definitions = instance.objectNode();

  /**
   * What has a definition.
   *
   * @param property where it is that it is written otherwise than elsewhere; null if it is not
   */
  private record Place(JavaType type, @Nullable AnnotatedElement property) {}

  /**
   * @param nullables whether what is not a primitive may be null
   * @param additional whether properties that the class does not have are allowed
   */
  ClassSchemas(ObjectMapper mapper, boolean nullables, boolean additional) {
    this.mapper = mapper;
    this.provider = mapper.getSerializerProviderInstance();
    this.nullables = nullables;
    this.additional = additional;
  }

  /**
   * The text of a class's schema, of that draft.
   *
   * @throws JsonMappingException if Jackson does not know how to write its objects
   */
  String text(Class<?> type, String draft) throws JsonMappingException {
    JavaType whole = mapper.constructType(type);
    ObjectNode schema = instance.objectNode().put("$schema", DRAFTS.get(draft));
    schema.setAll(whole(whole));
    if (!definitions.isEmpty()) {
      schema.set("definitions", definitions);
    }
    return schema.toString();
  }

  private ObjectNode whole(JavaType type) throws JsonMappingException {
    JsonSerializer<?> serializer = provider.findValueSerializer(type, null);
    TypeSerializer typed = provider.findTypeSerializer(type);
    ClassPart.Written written = new ClassPart.Written(serializer, type, null, null);
    if (typed == null) {
      return ClassPart.of(this, written, Set.of(), true);
    }
    boolean isBeside =
        typed.getTypeInclusion() == JsonTypeInfo.As.PROPERTY
            || typed.getTypeInclusion() == JsonTypeInfo.As.EXISTING_PROPERTY;
    if (!isBeside || !(serializer instanceof BeanSerializerBase)) {
      return instance.objectNode();
    }
    ObjectNode object = ClassPart.of(this, written, Set.of(), true);
    object
        .withObjectProperty(JsonNames.PROPERTIES)
        .putObject(typed.getPropertyName())
        .put(JsonNames.TYPE, "string");
    return object;
  }

  /** What may be null, if this part of a class may. */
  ObjectNode orNull(JavaType type, boolean isRequired, ObjectNode part) {
    // A reference to nothing (Optional) is written as null, whatever is set.
    boolean isNullable =
        type.isReferenceType() || (nullables && !type.isPrimitive() && !isRequired);
    if (!isNullable || part.isEmpty() || part.path(JsonNames.TYPE).asText().equals("null")) {
      return part;
    }
    ObjectNode either = instance.objectNode();
    either
        .putArray(JsonNames.ONE_OF)
        .add(instance.objectNode().put(JsonNames.TYPE, "null"))
        .add(part);
    return either;
  }

  /** Where the definition of an object is; null if it has none yet. */
  @Nullable String known(ClassPart.Written written, JavaType type) throws JsonMappingException {
    return named.get(place(written, type));
  }

  /** Gives an object the place of its definition: the whole schema, or a part of its own. */
  String name(ClassPart.Written written, JavaType type, boolean isWhole)
      throws JsonMappingException {
    int others = definitionsNamed();
    String name = type.getRawClass().getSimpleName() + (others == 0 ? "" : others + 1);
    String path = isWhole ? "#" : "#/definitions/" + name;
    named.put(place(written, type), path);
    return path;
  }

  /** Sets what {@link #name} has given the place to. */
  void define(String path, ObjectNode object) {
    definitions.set(path.substring(path.lastIndexOf('/') + 1), object);
  }

  private int definitionsNamed() {
    return (int) named.values().stream().filter(each -> !each.equals("#")).count();
  }

  private Place place(ClassPart.Written written, JavaType type) throws JsonMappingException {
    BeanProperty property = written.property();
    if (property == null || written.form() == provider.findValueSerializer(type, null)) {
      return new Place(type, null);
    }
    return new Place(type, property.getMember().getAnnotated());
  }

  SerializerProvider provider() {
    return provider;
  }

  ObjectMapper mapper() {
    return mapper;
  }

  boolean additional() {
    return additional;
  }
}
