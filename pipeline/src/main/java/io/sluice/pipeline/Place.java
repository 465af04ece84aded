package io.sluice.pipeline;

import java.nio.file.Path;

/**
 * Where something is written: what an editor needs to jump there.
 *
 * @param file the pipeline file, as it was named when it was read
 * @param line counted from 1
 * @param column counted from 1, in code points
 * @param path the way through the file's keys, such as {@code sinks[0].config.url}; empty for the
 *     whole file
 */
public record Place(Path file, int line, int column, String path) {
  /** The place of {@code key} below this one, when nothing better than this line is known. */
  public Place below(String key) {
    return new Place(file, line, column, path.isEmpty() ? key : path + "." + key);
  }

  /** {@code file:line:column path}, the form that terminals and editors make a link of. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + (path.isEmpty() ? "" : " " + path);
  }
}
