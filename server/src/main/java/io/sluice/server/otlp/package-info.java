/**
 * Where what machines are told is sent by OpenTelemetry's protocol, as its own environment
 * variables say it. Begin at OtlpTarget. Knows nothing of what is sent.
 */
@NullMarked
package io.sluice.server.otlp;

import org.jspecify.annotations.NullMarked;
