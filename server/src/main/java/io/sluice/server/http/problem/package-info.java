/**
 * What is said to who asked for something that cannot be answered (RFC 9457). Begin at {@link
 * io.sluice.server.http.problem.Problem}.
 */
@NullMarked
package io.sluice.server.http.problem;

import org.jspecify.annotations.NullMarked;
