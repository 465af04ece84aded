/**
 * The log of the server, read for people who cannot read its file. Begin at {@link
 * io.sluice.server.api.log.LogTail}.
 */
@NullMarked
package io.sluice.server.api.log;

import org.jspecify.annotations.NullMarked;
