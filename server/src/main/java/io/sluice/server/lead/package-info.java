/**
 * Which of the servers of one state runs its pipelines. Begin at {@link
 * io.sluice.server.lead.Leadership}.
 */
@NullMarked
package io.sluice.server.lead;

import org.jspecify.annotations.NullMarked;
