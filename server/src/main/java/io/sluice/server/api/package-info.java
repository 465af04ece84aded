/**
 * What can be asked and done under {@code /api/v1}: a class for each kind of thing, each with its
 * routes. Begin at {@link io.sluice.server.api.Api}. What is said and taken is in {@code document}.
 */
@NullMarked
package io.sluice.server.api;

import org.jspecify.annotations.NullMarked;
