package io.sluice.server.fleet;

import io.sluice.engine.run.RunOptions;
import io.sluice.server.folder.Definition;

/**
 * Runs each pipeline where its file says.
 *
 * @param direct those without a topic
 * @param onKafka those that name one
 */
record PlacedRunner(Runner direct, Runner onKafka) implements Runner {
  @Override
  public Execution start(Definition definition, RunOptions options) throws InterruptedException {
    Runner runner = definition.onKafka().isPresent() ? onKafka : direct;
    return runner.start(definition, options);
  }
}
