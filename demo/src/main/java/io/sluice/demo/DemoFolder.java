package io.sluice.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The folder that the demo lives in: the pipeline file, which is the user's to change after it was
 * written once, the connection's properties, which every start writes anew, the shop's data and the
 * warehouse.
 *
 * @param path the folder
 */
public record DemoFolder(Path path) {

  /** Makes the folder and writes the pipeline file if there is none. */
  public DemoFolder prepare() throws IOException {
    Files.createDirectories(path);
    if (!Files.exists(pipelineFile())) {
      Files.writeString(pipelineFile(), ShopServer.resource("shop.yaml"));
    }
    return this;
  }

  /** The pipeline file. */
  public Path pipelineFile() {
    return path.resolve("shop.yaml");
  }

  /** The DuckDB file that the untouched pipeline file writes to. */
  public Path warehouse() {
    return path.resolve("warehouse.duckdb");
  }

  /** Where the shop's PostgreSQL keeps its data. */
  public Path shopData() {
    return path.resolve("shop-postgres");
  }

  /**
   * Tells the pipeline file, by way of its {@code ${file:...}} references, where the shop is today.
   */
  public void connectTo(ShopServer shop) throws IOException {
    Path properties = path.resolve("connection.properties");
    Files.write(properties, List.of("port=" + shop.port(), "password=open-sesame"));
    if (Files.getFileStore(properties).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(properties, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
