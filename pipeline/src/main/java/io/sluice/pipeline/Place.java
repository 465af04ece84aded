package io.sluice.pipeline;

import java.nio.file.Path;

/**
 * Where something is written: what an editor needs to jump there.
 *
 * @param file the pipeline file, as it was named when it was read
 * @param line counted from 1; 0 where no file says it, but the command line
 * @param column counted from 1, in code points; 0 where there is no line
 * @param path the way through the file's keys, such as {@code sinks[0].config.url}; empty for the
 *     whole file
 */
public record Place(Path file, int line, int column, String path) {
  /** Of what is said, or missing, on the command line: {@code --config topic}. */
  public static Place ofOption(String option, String key) {
    return new Place(Path.of(option), 0, 0, key);
  }

  /** The place of {@code key} below this one, when nothing better than this line is known. */
  public Place below(String key) {
    return new Place(file, line, column, path.isEmpty() ? key : path + "." + key);
  }

  /** {@code file:line:column path}, the form that terminals and editors make a link of. */
  @Override
  public String toString() {
    String where = line == 0 ? file.toString() : file + ":" + line + ":" + column;
    return where + (path.isEmpty() ? "" : " " + path);
  }
}
