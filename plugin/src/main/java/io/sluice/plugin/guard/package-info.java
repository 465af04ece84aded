/**
 * What keeps a plugin from ending the process that it shares with others. Begin at {@link
 * io.sluice.plugin.guard.GuardedClassLoader}. Knows nothing of what a plugin is for.
 */
@NullMarked
package io.sluice.plugin.guard;

import org.jspecify.annotations.NullMarked;
