/** Who stands at the door: what all ways in are joined to. Begin at Entrance. */
@NullMarked
package io.sluice.server.access.door;

import org.jspecify.annotations.NullMarked;
