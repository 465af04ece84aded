/**
 * A folder of pipeline files and what belongs to them: plugins, secrets, state, an engine. Begin at
 * {@link io.sluice.project.Project}, where what all files share is wired by hand, and {@link
 * io.sluice.project.ProjectPipeline}, one of the files. Knows no command line and prints nothing.
 */
@NullMarked
package io.sluice.project;

import org.jspecify.annotations.NullMarked;
