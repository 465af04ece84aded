/**
 * What the files of a project's folder say, and when they change. Begin at {@link
 * io.sluice.project.folder.FolderReader} and {@link io.sluice.project.folder.FolderWatch}. Knows
 * nothing of what runs.
 */
@NullMarked
package io.sluice.project.folder;

import org.jspecify.annotations.NullMarked;
