/**
 * What tests of connectors, transforms and pipelines stand on: real servers to start, stop, kill
 * and cut off, harnesses that run one Connect task alone, and the contract suites that every
 * connector and transform passes. Begin at {@link io.sluice.testkit.PostgresServer} for a database
 * and at {@link io.sluice.testkit.SourceContract}, {@link io.sluice.testkit.SinkContract} or {@link
 * io.sluice.testkit.TransformContract} for something of your own to test. Knows Connect's
 * interfaces and nothing of the engine.
 */
@NullMarked
package io.sluice.testkit;

import org.jspecify.annotations.NullMarked;
