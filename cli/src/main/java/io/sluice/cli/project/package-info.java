/**
 * Which pipeline file a command is about, and what the command line says of its project. Begin at
 * {@link io.sluice.cli.project.ProjectOptions}.
 */
@NullMarked
package io.sluice.cli.project;

import org.jspecify.annotations.NullMarked;
