/**
 * What looks at the server from beside while the source is read: the log that the slot holds back,
 * and whether the publication still tells all that is captured. Begin at {@link
 * io.sluice.connector.postgres.watch.SourceWatch}. It reads no changes and emits no records.
 */
@NullMarked
package io.sluice.connector.postgres.watch;

import org.jspecify.annotations.NullMarked;
