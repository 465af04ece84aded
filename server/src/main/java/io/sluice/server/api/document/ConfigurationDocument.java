package io.sluice.server.api.document;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.PredicateSpec;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.HiddenValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a pipeline's file says of its parts. */
@Meaning("What a pipeline's file says of its parts now; references as they are written")
public record ConfigurationDocument(
    String pipeline,
    @Meaning("Absent where somebody else writes, or it cannot be read") @Nullable Connector source,
    @Meaning("In their order") List<Transform> transforms,
    @Meaning("In the file's order") List<Connector> sinks) {

  /** A source or a sink. */
  @Meaning("A source or a sink")
  public record Connector(
      @Meaning("An alias, a class, or maven:group:artifact:version") String connector,
      @Meaning("Its settings; what is secret is hidden") Map<String, String> config) {}

  /** A transform. */
  @Meaning("A transform")
  public record Transform(
      String name,
      @Meaning("An alias or a class") String type,
      @Meaning("Its settings; what is secret is hidden") Map<String, String> config,
      @Meaning("The condition's type; absent if every record is transformed")
          @Nullable String predicate,
      @Meaning("Whether those are transformed that do not meet it") boolean negate) {}

  /**
   * What the parts say.
   *
   * @param redact takes out what is known to be secret (invariant 9)
   */
  public static ConfigurationDocument of(
      String pipeline, PipelineParts parts, UnaryOperator<String> redact) {
    return new ConfigurationDocument(
        pipeline,
        parts.source().map(source -> connector(source, redact)).orElse(null),
        parts.transforms().stream().map(transform -> transform(transform, redact)).toList(),
        parts.sinks().stream().map(sink -> connector(sink, redact)).toList());
  }

  private static Connector connector(ConnectorSpec spec, UnaryOperator<String> redact) {
    return new Connector(spec.connector(), shown(spec.config(), redact));
  }

  private static Transform transform(TransformSpec spec, UnaryOperator<String> redact) {
    return new Transform(
        spec.name(),
        spec.type(),
        shown(spec.config(), redact),
        spec.predicate().map(PredicateSpec::type).orElse(null),
        spec.negate());
  }

  private static Map<String, String> shown(UnresolvedConfig config, UnaryOperator<String> redact) {
    Map<String, String> shown = new LinkedHashMap<>();
    config.values().forEach((k, v) -> shown.put(k, redact.apply(HiddenValues.shown(k, v))));
    return shown;
  }
}
