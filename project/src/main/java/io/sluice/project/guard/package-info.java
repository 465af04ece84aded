/**
 * What pipelines may not reach, though the process that runs them can: the project's state and the
 * files that say what runs; and which connectors they may name, by the namespace that they are of.
 * Begin with {@link io.sluice.project.guard.ProjectLimits}.
 */
@NullMarked
package io.sluice.project.guard;

import org.jspecify.annotations.NullMarked;
