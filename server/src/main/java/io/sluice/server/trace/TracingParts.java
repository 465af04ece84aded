package io.sluice.server.trace;

import io.opentelemetry.api.trace.Tracer;
import io.sluice.engine.fault.Ticker;
import io.sluice.server.metrics.TraceMeter;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * What all flows that are followed have in common.
 *
 * @param handOn whether records say whose they are
 * @param busy whether so many spans are not sent yet that no batch more is to be followed
 */
record TracingParts(
    Tracer tracer,
    TraceMeter meter,
    boolean handOn,
    BooleanSupplier busy,
    Ticker ticker,
    Clock clock) {
  boolean isBusy() {
    return busy.getAsBoolean();
  }
}
