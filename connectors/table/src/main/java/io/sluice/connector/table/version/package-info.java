/**
 * What mode history asks a database: which versions of a row are stored. Begin at {@link
 * io.sluice.connector.table.version.VersionQuery}, which finds what a {@link
 * io.sluice.connector.table.version.Probe} asks for.
 */
@NullMarked
package io.sluice.connector.table.version;

import org.jspecify.annotations.NullMarked;
