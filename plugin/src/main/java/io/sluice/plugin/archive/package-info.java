/**
 * Unpacks what others have packed, as if it were meant to do harm. Begin at {@link
 * io.sluice.plugin.archive.Unpacking}. Knows nothing of what is in the archives.
 */
@NullMarked
package io.sluice.plugin.archive;

import org.jspecify.annotations.NullMarked;
