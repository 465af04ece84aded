/**
 * Tokens, with which programs come to the API and people to the console. Begin at Tokens. Of a
 * token nothing is kept but its hash: 256 random bits cannot be tried, so a fast hash does.
 */
@NullMarked
package io.sluice.server.access.token;

import org.jspecify.annotations.NullMarked;
