package io.sluice.connector.table.dialect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for one try of a property, gone behind it: jqwik makes none. */
record EmptyFolder(Path path) implements AutoCloseable {

  static EmptyFolder create() throws IOException {
    return new EmptyFolder(Files.createTempDirectory("table-model"));
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(path)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
