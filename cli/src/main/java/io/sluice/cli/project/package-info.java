/**
 * The pipeline file that a command is about, and what belongs to it: secrets, plugins, the state
 * folder. Begin at {@link io.sluice.cli.project.Project}, where everything is wired by hand.
 */
@NullMarked
package io.sluice.cli.project;

import org.jspecify.annotations.NullMarked;
