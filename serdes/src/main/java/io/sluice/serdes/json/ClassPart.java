package io.sluice.serdes.json;

import static com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;

import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonNullFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.impl.BeanAsArraySerializer;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import com.fasterxml.jackson.databind.ser.std.ByteArraySerializer;
import com.fasterxml.jackson.databind.ser.std.ByteBufferSerializer;
import com.fasterxml.jackson.databind.ser.std.RawSerializer;
import com.fasterxml.jackson.databind.ser.std.StdArraySerializers.CharArraySerializer;
import com.fasterxml.jackson.databind.util.ClassUtil;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.fasterxml.jackson.datatype.jsr310.ser.DurationSerializer;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One part of a class's schema, told by what writes it. No {@code format} is told: Jackson calls a
 * text a {@code date-time} that has no zone, or a pattern of its own.
 */
final class ClassPart extends JsonFormatVisitorWrapper.Base {
  private final ClassSchemas document;
  private final Written written;
  private final Set<JavaType> around;
  private final boolean isWhole;
  private final ObjectNode node = instance.objectNode();
  private @Nullable ClassObject object;

  /**
   * What is written at one place.
   *
   * @param form what writes it
   * @param property whose value it is, or has it in it; null if there is none
   * @param typed what adds which class it is of; null if nothing does
   */
  record Written(
      JsonFormatVisitable form,
      JavaType type,
      @Nullable BeanProperty property,
      @Nullable TypeSerializer typed) {}

  private ClassPart(ClassSchemas document, Written written, Set<JavaType> around, boolean isWhole) {
    super(document.provider());
    this.document = document;
    this.written = written;
    this.around = around;
    this.isWhole = isWhole;
  }

  /**
   * The schema of a part; an empty one of what may be anything, such as an object of several
   * classes.
   *
   * @param around the lists and maps of the same object that it lies in
   */
  static ObjectNode of(
      ClassSchemas document, Written written, Set<JavaType> around, boolean isWhole)
      throws JsonMappingException {
    JsonFormatVisitable form = written.form();
    boolean isNumbered = form instanceof JsonSerializer<?> known && known.usesObjectId();
    boolean isAnything =
        written.typed() != null
            || form instanceof RawSerializer
            || (isNumbered && !isWhole)
            || around.contains(written.type());
    if (isAnything) {
      return instance.objectNode();
    }
    if (form instanceof ByteArraySerializer
        || form instanceof ByteBufferSerializer
        || form instanceof CharArraySerializer) {
      return ofType("string"); // They say lists, and write texts.
    }
    if (form instanceof BeanAsArraySerializer) {
      return ofType("array");
    }
    if (written.type().isEnumType()
        && form instanceof JsonSerializer<?> serializer
        && !(form instanceof BeanSerializerBase)) {
      return symbols(document, serializer, written.type());
    }
    ClassPart part = new ClassPart(document, written, around, isWhole);
    form.acceptJsonFormatVisitor(part, written.type());
    return part.schema();
  }

  private ObjectNode schema() {
    if (object == null) {
      return node;
    }
    if (isWhole) {
      return object.schema();
    }
    document.define(object.path(), object.schema());
    return node.put(JsonNames.REF, object.path());
  }

  /** Texts, and numbers where constants are written as those. */
  @SuppressWarnings("unchecked") // Its serializer was found by its class.
  private static ObjectNode symbols(
      ClassSchemas document, JsonSerializer<?> serializer, JavaType type)
      throws JsonMappingException {
    ArrayNode symbols = instance.arrayNode();
    Class<?> constants = ClassUtil.findEnumType(type.getRawClass());
    try {
      for (Object each : constants.getEnumConstants()) {
        TokenBuffer buffer = new TokenBuffer(document.mapper(), false);
        ((JsonSerializer<Object>) serializer).serialize(each, buffer, document.provider());
        symbols.add(document.mapper().<JsonNode>readTree(buffer.asParser()));
      }
    } catch (JsonMappingException e) {
      throw e;
    } catch (IOException e) {
      throw JsonMappingException.fromUnexpectedIOE(e);
    }
    ObjectNode node = instance.objectNode();
    if (StreamSupport.stream(symbols.spliterator(), false).allMatch(JsonNode::isTextual)) {
      node.put(JsonNames.TYPE, "string");
    }
    node.set(JsonNames.ENUM, symbols);
    return node;
  }

  private static ObjectNode ofType(String type) {
    return instance.objectNode().put(JsonNames.TYPE, type);
  }

  /** An item of a list, or a value of a map. */
  private ObjectNode content(JsonFormatVisitable form, JavaType type) throws JsonMappingException {
    TypeSerializer own = type.getTypeHandler();
    TypeSerializer typed = own == null ? document.provider().findTypeSerializer(type) : own;
    Set<JavaType> wider = new HashSet<>(around);
    wider.add(written.type());
    Written item = new Written(form, type, written.property(), typed);
    return document.orNull(type, false, of(document, item, wider, false));
  }

  @Override
  public @Nullable JsonObjectFormatVisitor expectObjectFormat(JavaType type)
      throws JsonMappingException {
    if (type.isJavaLangObject()) {
      return null; // Its properties are those of whatever it is.
    }
    String known = document.known(written, type);
    if (known != null) {
      node.put(JsonNames.REF, known);
      return null;
    }
    object = new ClassObject(document, type, document.name(written, type, isWhole));
    return object;
  }

  @Override
  public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
    node.put(JsonNames.TYPE, "array");
    return new JsonArrayFormatVisitor.Base(getProvider()) {
      @Override
      public void itemsFormat(JsonFormatVisitable form, JavaType item) throws JsonMappingException {
        node.set(JsonNames.ITEMS, content(form, item));
      }

      @Override
      public void itemsFormat(JsonFormatTypes item) {
        ObjectNode items =
            item == JsonFormatTypes.ANY ? instance.objectNode() : ofType(item.value());
        JavaType content = type.getContentType();
        node.set(JsonNames.ITEMS, content == null ? items : document.orNull(content, false, items));
      }
    };
  }

  @Override
  public JsonMapFormatVisitor expectMapFormat(JavaType type) {
    node.put(JsonNames.TYPE, "object");
    return new JsonMapFormatVisitor.Base(getProvider()) {
      @Override
      public void valueFormat(JsonFormatVisitable form, JavaType value)
          throws JsonMappingException {
        node.set(JsonNames.ADDITIONAL, content(form, value));
      }
    };
  }

  @Override
  public @Nullable JsonStringFormatVisitor expectStringFormat(JavaType type) {
    node.put(JsonNames.TYPE, "string");
    return null;
  }

  @Override
  public @Nullable JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
    node.put(JsonNames.TYPE, "number");
    return null;
  }

  @Override
  public @Nullable JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
    // A duration says so also where its nanoseconds are decimals.
    node.put(JsonNames.TYPE, written.form() instanceof DurationSerializer ? "number" : "integer");
    return null;
  }

  @Override
  public @Nullable JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
    node.put(JsonNames.TYPE, "boolean");
    return null;
  }

  @Override
  public @Nullable JsonNullFormatVisitor expectNullFormat(JavaType type) {
    node.put(JsonNames.TYPE, "null");
    return null;
  }

  @Override
  public @Nullable JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
    return null;
  }
}
