/**
 * What is new, sent to who listens (server-sent events, HTML standard 9.2). Begin at {@link
 * io.sluice.server.http.event.EventHub}.
 */
@NullMarked
package io.sluice.server.http.event;

import org.jspecify.annotations.NullMarked;
