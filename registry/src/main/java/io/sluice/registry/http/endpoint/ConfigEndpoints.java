package io.sluice.registry.http.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.registry.Registry;
import io.sluice.registry.http.call.Call;
import io.sluice.registry.http.call.Endpoint;
import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /config}: the settings of a subject, of a context, and of all. */
final class ConfigEndpoints {
  private final Registry registry;

  ConfigEndpoints(Registry registry) {
    this.registry = registry;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.get("/config", this::showTop),
        Endpoint.put("/config", call -> set(call.context(), call)),
        Endpoint.delete("/config", this::deleteTop),
        Endpoint.get("/config/{subject}", call -> show(call.subject(), call)),
        Endpoint.put("/config/{subject}", call -> set(call.subject(), call)),
        Endpoint.delete("/config/{subject}", this::delete));
  }

  private SubjectConfig showTop(Call call) {
    return call.context().isEmpty() ? registry.config("") : show(call.context(), call);
  }

  private SubjectConfig show(String subject, Call call) {
    if (call.flag("defaultToGlobal")) {
      return registry.config(subject);
    }
    return registry
        .ownConfig(subject)
        .orElseThrow(
            () ->
                new RegistryException(
                    RegistryError.COMPATIBILITY_NOT_CONFIGURED,
                    "Subject '"
                        + subject
                        + "' does not have subject-level compatibility configured"));
  }

  private ConfigRequest set(String subject, Call call) {
    ConfigRequest request = call.body(ConfigRequest.class);
    registry.setConfig(subject, request.config(), call.actor());
    return request;
  }

  private SubjectConfig deleteTop(Call call) {
    SubjectConfig before = registry.config(call.context());
    registry.deleteConfig(call.context(), call.actor());
    return before;
  }

  private SubjectConfig delete(Call call) {
    Optional<SubjectConfig> before = registry.deleteConfig(call.subject(), call.actor());
    return before.orElseThrow(
        () -> RegistryException.subjectNotFound(SubjectName.parse(call.subject())));
  }

  /** Settings as clients send them: the level has another name there. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ConfigRequest(
      @Nullable String compatibility,
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

    SubjectConfig config() {
      return new SubjectConfig(
          level(),
          normalize,
          validateFields,
          validateRules,
          alias,
          compatibilityGroup,
          compatibilityPolicy,
          defaultMetadata,
          overrideMetadata,
          defaultRuleSet,
          overrideRuleSet);
    }

    private @Nullable CompatibilityLevel level() {
      if (compatibility == null) {
        return null;
      }
      return CompatibilityLevel.named(compatibility.toUpperCase(Locale.ROOT))
          .orElseThrow(
              () ->
                  new RegistryException(
                      RegistryError.INVALID_COMPATIBILITY,
                      "Invalid compatibility level. Valid values are none, backward, forward, full,"
                          + " backward_transitive, forward_transitive, and full_transitive"));
    }
  }
}
