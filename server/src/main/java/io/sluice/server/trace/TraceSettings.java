package io.sluice.server.trace;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.sluice.server.otlp.OtlpSignal;
import io.sluice.server.otlp.OtlpTarget;
import io.sluice.server.otlp.Variables;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which batches are followed and where their spans go, as OpenTelemetry's own environment variables
 * say it.
 *
 * @param sampler decides which batches are followed
 * @param handOn whether records get a header that says so
 * @param delay between two exports
 */
record TraceSettings(OtlpTarget target, Sampler sampler, boolean handOn, Duration delay) {
  /** One batch in a hundred: enough to see where time goes, too few to be felt. */
  private static final double RATIO = 0.01;

  private static final String SAMPLER = "OTEL_TRACES_SAMPLER";
  private static final String ARGUMENT = "OTEL_TRACES_SAMPLER_ARG";
  private static final String PROPAGATORS = "OTEL_PROPAGATORS";

  /**
   * What the environment says; empty if no endpoint is named, or traces are turned off.
   *
   * @throws IllegalArgumentException if a value cannot be understood; the message names the
   *     variable and no secret
   */
  static Optional<TraceSettings> of(Variables variables) {
    return OtlpTarget.of(variables, OtlpSignal.TRACES)
        .map(
            target ->
                new TraceSettings(
                    target,
                    sampler(variables),
                    handsOn(variables),
                    variables.millis("OTEL_BSP_SCHEDULE_DELAY", 5_000)));
  }

  private static Sampler sampler(Variables variables) {
    String name = variables.text(SAMPLER, "parentbased_traceidratio");
    return switch (name) {
      case "always_on" -> Sampler.alwaysOn();
      case "always_off" -> Sampler.alwaysOff();
      case "traceidratio" -> Sampler.traceIdRatioBased(variables.ratio(ARGUMENT, RATIO));
      case "parentbased_always_on" -> new RecordsSampler(Sampler.alwaysOn());
      case "parentbased_always_off" -> new RecordsSampler(Sampler.alwaysOff());
      case "parentbased_traceidratio" ->
          new RecordsSampler(Sampler.traceIdRatioBased(variables.ratio(ARGUMENT, RATIO)));
      default ->
          throw new IllegalArgumentException(
              variables.named(SAMPLER)
                  + ": expected parentbased_traceidratio, parentbased_always_on,"
                  + " parentbased_always_off, traceidratio, always_on or always_off, found "
                  + name);
    };
  }

  /** Only where somebody names it: a header more is a change of what is copied. */
  private static boolean handsOn(Variables variables) {
    return Arrays.stream(variables.text(PROPAGATORS, "none").split(",", -1))
        .anyMatch(name -> name.strip().equals("tracecontext"));
  }
}
