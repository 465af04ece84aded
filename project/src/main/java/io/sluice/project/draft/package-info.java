/**
 * A pipeline while somebody makes it: what is installed, what its file will say, whether its
 * servers take it, its first rows. Begin at {@link io.sluice.project.draft.Catalogue}.
 */
@NullMarked
package io.sluice.project.draft;

import org.jspecify.annotations.NullMarked;
