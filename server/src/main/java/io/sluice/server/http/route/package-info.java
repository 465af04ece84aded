/**
 * What can be asked for, and how it is answered; pages and the API alike. Begin at {@link
 * io.sluice.server.http.route.Route}.
 */
@NullMarked
package io.sluice.server.http.route;

import org.jspecify.annotations.NullMarked;
