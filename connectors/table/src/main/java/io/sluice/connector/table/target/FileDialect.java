package io.sluice.connector.table.target;

import io.sluice.connector.table.config.TableSinkConfig;
import java.util.List;
import java.util.Optional;

/** A database that is a file, which one process writes, and one transaction at a time. */
public abstract class FileDialect implements Dialect {
  private final String product;
  private final String prefix;

  /**
   * A dialect.
   *
   * @param product what people call it
   * @param prefix what its URLs begin with, before the file
   */
  protected FileDialect(String product, String prefix) {
    this.product = product;
    this.prefix = prefix;
  }

  @Override
  public String product() {
    return product;
  }

  @Override
  public List<String> prefixes() {
    return List.of(prefix);
  }

  /** It keeps names of any length, and ignores case. */
  @Override
  public NameRules names(TableSinkConfig config) {
    return new NameRules(false, false, Integer.MAX_VALUE, true);
  }

  @Override
  public Optional<String> oneTask() {
    return Optional.of("the target's file has one writer");
  }

  @Override
  public Optional<Problem> check(TableSinkConfig config) {
    return Problem.ofFile(prefix, config.url());
  }
}
