/** Bodies of requests. Begin at {@link io.sluice.http.body.RequestBody}. */
@NullMarked
package io.sluice.http.body;

import org.jspecify.annotations.NullMarked;
