/** Who is at the door, before anybody looks at what they want. */
@NullMarked
package io.sluice.server.http.door;

import org.jspecify.annotations.NullMarked;
