/** Files that pages need beside themselves. Begin at {@link io.sluice.server.http.asset.Assets}. */
@NullMarked
package io.sluice.server.http.asset;

import org.jspecify.annotations.NullMarked;
