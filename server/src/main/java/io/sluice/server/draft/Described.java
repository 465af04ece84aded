package io.sluice.server.draft;

import io.sluice.plugin.PluginDescription;
import io.sluice.project.draft.InstalledPlugin;

/** A plugin with what it says of itself. */
public record Described(InstalledPlugin plugin, PluginDescription description) {}
