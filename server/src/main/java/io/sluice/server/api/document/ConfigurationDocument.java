package io.sluice.server.api.document;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.PredicateSpec;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.HiddenValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * @param known where the settings stand of which their plugins say what they are; of others
   *     nothing but references is shown
   * @param redact takes out what is known to be secret (invariant 9)
   */
  public static ConfigurationDocument of(
      String pipeline, PipelineParts parts, Set<Place> known, UnaryOperator<String> redact) {
    return new ConfigurationDocument(
        pipeline,
        parts.source().map(source -> connector(source, known, redact)).orElse(null),
        parts.transforms().stream().map(transform -> transform(transform, known, redact)).toList(),
        parts.sinks().stream().map(sink -> connector(sink, known, redact)).toList());
  }

  private static Connector connector(
      ConnectorSpec spec, Set<Place> known, UnaryOperator<String> redact) {
    return new Connector(spec.connector(), shown(spec.config(), known, redact));
  }

  private static Transform transform(
      TransformSpec spec, Set<Place> known, UnaryOperator<String> redact) {
    return new Transform(
        spec.name(),
        spec.type(),
        shown(spec.config(), known, redact),
        spec.predicate().map(PredicateSpec::type).orElse(null),
        spec.negate());
  }

  private static Map<String, String> shown(
      UnresolvedConfig config, Set<Place> known, UnaryOperator<String> redact) {
    Map<String, String> shown = new LinkedHashMap<>();
    config
        .values()
        .forEach(
            (k, v) -> {
              // A setting that nobody knows is to be shown as if it were one that is secret.
              String as = known.contains(config.placeOf(k)) ? k : "secret";
              shown.put(k, redact.apply(HiddenValues.shown(as, v)));
            });
    return shown;
  }
}
