/** By which key a server proves who it is. Begin at {@link io.sluice.http.tls.ServerKey}. */
@NullMarked
package io.sluice.http.tls;

import org.jspecify.annotations.NullMarked;
