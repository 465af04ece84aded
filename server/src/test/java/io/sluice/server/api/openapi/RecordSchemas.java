package io.sluice.server.api.openapi;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfig;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import io.sluice.server.api.document.Meaning;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schemas of records as Jackson writes them for the API: keys in snake case, words of enums in
 * lower case, everything required that is not {@code @Nullable}. For one thread.
 */
final class RecordSchemas {
  private static final String WHERE = "components/schemas";

  private final SchemaBuilder builder;

  RecordSchemas() {
    this.builder = new SchemaGenerator(config()).buildMultipleSchemaDefinitions();
  }

  /** The schema of a type, which refers to the definitions. */
  ObjectNode of(Type type) {
    return builder.createSchemaReference(type);
  }

  /** All that schemas given out refer to, by name. To be called once, at the end. */
  ObjectNode definitions() {
    return builder.collectDefinitions(WHERE);
  }

  private static SchemaGeneratorConfig config() {
    SchemaGeneratorConfigBuilder config =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                Option.DEFINITIONS_FOR_ALL_OBJECTS,
                Option.PLAIN_DEFINITION_KEYS,
                Option.EXTRA_OPEN_API_FORMAT_VALUES)
            .without(Option.NONSTATIC_NONVOID_NONGETTER_METHODS, Option.SCHEMA_VERSION_INDICATOR);
    config
        .forFields()
        .withPropertyNameOverrideResolver(
            field -> PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(field.getName()))
        .withRequiredCheck(field -> !isNullable(field))
        .withDescriptionResolver(
            field ->
                Optional.ofNullable(field.getAnnotation(Meaning.class))
                    .map(Meaning::value)
                    .orElse(null));
    config
        .forTypesInGeneral()
        .withPropertySorter((one, other) -> 0)
        .withCustomDefinitionProvider(RecordSchemas::custom)
        .withDescriptionResolver(
            scope ->
                Optional.ofNullable(scope.getType().getErasedType().getAnnotation(Meaning.class))
                    .map(Meaning::value)
                    .orElse(null));
    return config.build();
  }

  private static boolean isNullable(FieldScope field) {
    AnnotatedType type = field.getRawMember().getAnnotatedType();
    return type.isAnnotationPresent(Nullable.class);
  }

  /** What is no record: words, maps, and JSON of others. */
  private static @Nullable CustomDefinition custom(
      ResolvedType type, SchemaGenerationContext context) {
    Class<?> erased = type.getErasedType();
    ObjectNode schema = context.getGeneratorConfig().createObjectNode();
    if (erased.isEnum()) {
      schema.put("type", "string");
      Arrays.stream(erased.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
          .forEach(schema.putArray("enum")::add);
      return new CustomDefinition(schema, true);
    }
    if (Map.class.isAssignableFrom(erased)) {
      ResolvedType value = type.typeParametersFor(Map.class).get(1);
      schema.put("type", "object");
      if (!value.getErasedType().equals(Object.class)) {
        schema.set("additionalProperties", context.createDefinitionReference(value));
      }
      return new CustomDefinition(schema, true);
    }
    return JsonNode.class.isAssignableFrom(erased) || erased.equals(Object.class)
        ? new CustomDefinition(schema, true)
        : null;
  }
}
