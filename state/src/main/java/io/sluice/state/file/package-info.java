/**
 * The file that everything is kept in: one writer, many readers, its lock files and its migrations.
 * Begin at SqliteFile; StateFault says what a failure of the disk means. Knows of no table but its
 * own versions.
 */
@NullMarked
package io.sluice.state.file;

import org.jspecify.annotations.NullMarked;
