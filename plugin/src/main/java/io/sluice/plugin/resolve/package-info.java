/**
 * From Maven coordinates to files on this machine, as Maven itself would fetch them: by the user's
 * settings, through the local repository. Begin at {@link
 * io.sluice.plugin.resolve.MavenRepositories}. Knows nothing of plugin folders.
 */
@NullMarked
package io.sluice.plugin.resolve;

import org.jspecify.annotations.NullMarked;
