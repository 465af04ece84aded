package io.sluice.plugin.resolve;

import java.nio.file.Path;
import java.util.List;

/**
 * What came from the repositories, lying in the local repository. Nobody may change these files.
 *
 * @param coordinates what was fetched, with version, extension and classifier
 * @param archive whether it is one file that has to be unpacked; otherwise the files are jars
 * @param files the archive alone, or the artifact and what it needs
 * @param remarks what is worth telling, such as a description of a library that could not be read
 */
public record Fetched(
    Coordinates coordinates, boolean archive, List<File> files, List<String> remarks) {
  public Fetched {
    files = List.copyOf(files);
    remarks = List.copyOf(remarks);
  }

  /**
   * One artifact and where it lies.
   *
   * @param coordinates complete
   */
  public record File(Coordinates coordinates, Path path) {}
}
