package io.sluice.connector.table;

/** The version of this plugin, from its jar. */
final class PluginVersion {
  private PluginVersion() {}

  static String of(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
