package io.sluice.registry.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.schema.compatibility.CompatibilityLevel;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a subject, or of a context; null where it says nothing. Stored and given back are
 * all; {@code validateFields}, {@code validateRules} and {@code compatibilityPolicy} have no effect
 * here.
 *
 * @param alias the subject that is meant where this one is asked for
 * @param compatibilityGroup the property of the metadata by which versions are told apart that owe
 *     each other nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SubjectConfig(
    @Nullable CompatibilityLevel compatibilityLevel,
    @Nullable Boolean normalize,
    @Nullable Boolean validateFields,
    @Nullable Boolean validateRules,
    @Nullable String alias,
    @Nullable String compatibilityGroup,
    @Nullable String compatibilityPolicy,
    @Nullable Metadata defaultMetadata,
    @Nullable Metadata overrideMetadata,
    @Nullable RuleSet defaultRuleSet,
    @Nullable RuleSet overrideRuleSet) {

  public static final SubjectConfig EMPTY =
      new SubjectConfig(null, null, null, null, null, null, null, null, null, null, null);

  public static SubjectConfig of(CompatibilityLevel level) {
    return new SubjectConfig(level, null, null, null, null, null, null, null, null, null, null);
  }

  /** These settings, and the other's where these say nothing. */
  public SubjectConfig or(SubjectConfig other) {
    return new SubjectConfig(
        first(compatibilityLevel, other.compatibilityLevel),
        first(normalize, other.normalize),
        first(validateFields, other.validateFields),
        first(validateRules, other.validateRules),
        first(alias, other.alias),
        first(compatibilityGroup, other.compatibilityGroup),
        first(compatibilityPolicy, other.compatibilityPolicy),
        first(defaultMetadata, other.defaultMetadata),
        first(overrideMetadata, other.overrideMetadata),
        first(defaultRuleSet, other.defaultRuleSet),
        first(overrideRuleSet, other.overrideRuleSet));
  }

  /** Without the alias, which nobody inherits. */
  public SubjectConfig withoutAlias() {
    return new SubjectConfig(
        compatibilityLevel,
        normalize,
        validateFields,
        validateRules,
        null,
        compatibilityGroup,
        compatibilityPolicy,
        defaultMetadata,
        overrideMetadata,
        defaultRuleSet,
        overrideRuleSet);
  }

  private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
    return one == null ? other : one;
  }
}
