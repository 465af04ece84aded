/**
 * The plugins that a project has of its own: added, held to their checksums, brought up to date,
 * taken away. Begin at {@link io.sluice.plugin.hub.PluginHub}; what it keeps is in {@link
 * io.sluice.plugin.hub.LockFile}. Knows nothing of what plugins do.
 */
@NullMarked
package io.sluice.plugin.hub;

import org.jspecify.annotations.NullMarked;
