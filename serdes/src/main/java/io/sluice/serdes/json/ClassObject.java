package io.sluice.serdes.json;

import static com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.AnyGetterWriter;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import java.util.EnumSet;
import java.util.Set;

/** The schema of an object with properties, as what writes it tells them one by one. */
final class ClassObject extends JsonObjectFormatVisitor.Base {
  /** By which a value that is there is left out. */
  private static final Set<JsonInclude.Include> LEAVE_OUT =
      EnumSet.of(
          JsonInclude.Include.NON_DEFAULT,
          JsonInclude.Include.NON_EMPTY,
          JsonInclude.Include.CUSTOM);

  private final ClassSchemas document;
  private final JavaType type;
  private final String path;
  private final BeanDescription description;
  private final ObjectNode properties = instance.objectNode();
  private final ArrayNode required = instance.arrayNode();
  private boolean isOpen;

  /**
   * @param path where in the document it is
   */
  ClassObject(ClassSchemas document, JavaType type, String path) {
    super(document.provider());
    this.document = document;
    this.type = type;
    this.path = path;
    SerializationConfig config = document.provider().getConfig();
    description = config.introspect(type);
    isOpen =
        document.additional()
            // Its objects are of classes of which nothing is known here.
            || type.isAbstract()
            || description.findAnyGetter() != null
            || description.getObjectIdInfo() != null;
  }

  String path() {
    return path;
  }

  ObjectNode schema() {
    ObjectNode node = instance.objectNode();
    node.put(JsonNames.TITLE, type.getRawClass().getSimpleName()).put(JsonNames.TYPE, "object");
    node.put(JsonNames.ADDITIONAL, isOpen);
    node.set(JsonNames.PROPERTIES, properties);
    if (!required.isEmpty()) {
      node.set(JsonNames.REQUIRED, required);
    }
    return node;
  }

  @Override
  public void property(BeanProperty property) throws JsonMappingException {
    optionalProperty(property);
  }

  @Override
  public void optionalProperty(BeanProperty property) throws JsonMappingException {
    if (!(property instanceof BeanPropertyWriter writer) || writer instanceof AnyGetterWriter) {
      isOpen = true;
      return;
    }
    JavaType declared = writer.getSerializationType();
    JavaType own = declared == null ? writer.getType() : declared;
    JsonSerializer<?> chosen = writer.getSerializer();
    SerializerProvider provider = document.provider();
    TypeSerializer typed = writer.getTypeSerializer();
    ClassPart.Written written =
        new ClassPart.Written(
            chosen == null ? provider.findPrimaryPropertySerializer(own, writer) : chosen,
            own,
            writer,
            typed);
    ObjectNode part = ClassPart.of(document, written, Set.of(), false);
    properties.set(writer.getName(), document.orNull(own, writer.isRequired(), part));
    isOpen |= typed != null && typed.getTypeInclusion() == JsonTypeInfo.As.EXTERNAL_PROPERTY;
    if (isAlwaysThere(writer)) {
      required.add(writer.getName());
    }
  }

  /** What Jackson's serializers do not tell by a property of theirs. */
  @Override
  public void property(String name, JsonFormatVisitable form, JavaType own) {
    isOpen = true;
  }

  @Override
  public void optionalProperty(String name, JsonFormatVisitable form, JavaType own) {
    isOpen = true;
  }

  private boolean isAlwaysThere(BeanPropertyWriter writer) {
    // Those of an unwrapped object are not there when it is null.
    boolean isOwn = writer.getMember().getDeclaringClass().isAssignableFrom(type.getRawClass());
    if (!isOwn || writer.isRequired()) {
      return isOwn;
    }
    SerializationConfig config = document.provider().getConfig();
    JsonInclude.Include included =
        JsonInclude.Value.merge(
                description.findPropertyInclusion(JsonInclude.Value.empty()),
                writer.findPropertyInclusion(config, type.getRawClass()))
            .getValueInclusion();
    return writer.getType().isPrimitive() && !LEAVE_OUT.contains(included);
  }
}
