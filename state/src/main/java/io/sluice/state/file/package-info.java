/**
 * State in a folder: a SQLite file with one writer and many readers, its migrations, and lock
 * files. Begin at SqliteFile; StateFault says what a failure of the disk means. Knows of no table
 * but its own versions.
 */
@NullMarked
package io.sluice.state.file;

import org.jspecify.annotations.NullMarked;
