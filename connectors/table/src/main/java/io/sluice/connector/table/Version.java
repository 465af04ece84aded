package io.sluice.connector.table;

/** The version of this plugin, from its jar. */
final class Version {
  private Version() {}

  static String of(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
