/**
 * Hand-written connectors and targets for tests of the engine, real to it in every respect. Begin
 * at Scenario. A Script says how a source and a sink behave.
 */
@NullMarked
package io.sluice.engine.scenario;

import org.jspecify.annotations.NullMarked;
