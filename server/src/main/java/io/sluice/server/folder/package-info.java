/**
 * What the files of a project say now, and how that differs from what was applied. Begin at {@link
 * io.sluice.server.folder.Planning}, which decides without touching a disk.
 */
@NullMarked
package io.sluice.server.folder;

import org.jspecify.annotations.NullMarked;
