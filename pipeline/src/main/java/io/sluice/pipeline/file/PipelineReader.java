package io.sluice.pipeline.file;

import io.sluice.pipeline.Pipeline;
import java.nio.file.Path;

/** Reads pipeline files. Has no state and may be shared between threads. */
public final class PipelineReader {
  /**
   * Reads one file. Whatever is in it, the answer is a pipeline or problems: nothing is thrown, not
   * even for a file that does not exist.
   */
  public ReadResult read(Path file) {
    throw new UnsupportedOperationException("not built yet: " + file);
  }

  /**
   * The same for text that is in memory.
   *
   * @param file what problems call it, and where relative paths start
   */
  public ReadResult read(Path file, byte[] text) {
    throw new UnsupportedOperationException(
        "not built yet: " + file + text.length + Pipeline.class);
  }
}
