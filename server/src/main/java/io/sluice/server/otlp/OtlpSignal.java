package io.sluice.server.otlp;

import java.util.Locale;

/** A kind of thing that is sent. */
public enum OtlpSignal {
  METRICS,
  TRACES;

  /** Behind the address of a collector. */
  String path() {
    return "v1/" + name().toLowerCase(Locale.ROOT);
  }

  /** Of all kinds, as in {@code OTEL_EXPORTER_OTLP_TIMEOUT}. */
  String general(String ending) {
    return "OTEL_EXPORTER_OTLP_" + ending;
  }

  /** Of this kind alone, as in {@code OTEL_EXPORTER_OTLP_TRACES_TIMEOUT}. */
  String own(String ending) {
    return "OTEL_EXPORTER_OTLP_" + name() + "_" + ending;
  }

  /** As {@code OTEL_TRACES_EXPORTER}. */
  String exporter() {
    return "OTEL_" + name() + "_EXPORTER";
  }
}
