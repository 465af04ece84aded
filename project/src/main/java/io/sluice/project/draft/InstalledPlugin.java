package io.sluice.project.draft;

import io.sluice.plugin.PluginId;
import io.sluice.plugin.PluginKind;
import java.util.Locale;

/**
 * A plugin that pipelines of a project can name.
 *
 * @param name what they call it: its alias, or its class where others share that, with its version
 *     where it is there in several
 * @param version that it goes by here; {@code undefined} where it tells none
 * @param from the folder or jar that it comes from, relative to the project where it is in there;
 *     {@code Sluice} for what comes with the program
 */
public record InstalledPlugin(PluginId id, String name, String version, String from) {
  /** Its kind as addresses and documents have it: {@code source}, {@code header-converter}. */
  public String kind() {
    return kind(id.kind());
  }

  /** A kind as addresses and documents have it. */
  public static String kind(PluginKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
