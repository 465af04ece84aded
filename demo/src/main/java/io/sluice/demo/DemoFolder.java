package io.sluice.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The folder that the demo lives in: pipeline files, which are the user's to change and to delete
 * after they were written once, the connection's properties, which every start writes anew, the
 * shop's data and the copies.
 *
 * @param path the folder
 */
public record DemoFolder(Path path) {

  /** The file of the pipeline that copies the whole shop, relative to the folder. */
  public static final Path SHOP = Path.of("shop.yaml");

  private static final List<String> OTHERS = List.of("masked.yaml", "newsletter.yaml");

  /** Makes the folder and writes the pipeline files if the first of them is not there. */
  public DemoFolder prepare() throws IOException {
    Files.createDirectories(path);
    if (!Files.exists(pipelineFile())) {
      for (String other : OTHERS) {
        Files.writeString(path.resolve(other), ShopServer.resource(other));
      }
      Files.writeString(pipelineFile(), ShopServer.resource(SHOP.toString()));
    }
    return this;
  }

  /** The file of the pipeline that copies the whole shop. */
  public Path pipelineFile() {
    return path.resolve(SHOP);
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
   * Tells the pipeline files, by way of its {@code ${file:...}} references, where the shop is
   * today.
   */
  public void connectTo(ShopServer shop) throws IOException {
    Path properties = path.resolve("connection.properties");
    Files.write(
        properties,
        List.of("port=" + shop.port(), "password=open-sesame", "mask.key=a-key-that-only-we-know"));
    if (Files.getFileStore(properties).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(properties, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
