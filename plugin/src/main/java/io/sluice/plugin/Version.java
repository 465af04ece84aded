package io.sluice.plugin;

import java.lang.module.ModuleDescriptor;
import org.jspecify.annotations.Nullable;

/** A plugin's version, comparable; what cannot be read as one is lower than what can. */
record Version(ModuleDescriptor.@Nullable Version parsed) implements Comparable<Version> {
  static Version of(String text) {
    try {
      return new Version(ModuleDescriptor.Version.parse(text));
    } catch (IllegalArgumentException e) {
      return new Version(null);
    }
  }

  @Override
  public int compareTo(Version other) {
    if (parsed == null || other.parsed == null) {
      return Boolean.compare(parsed != null, other.parsed != null);
    }
    return parsed.compareTo(other.parsed);
  }
}
