/**
 * How this connector's objects are seen through JMX. A name may be wanted by a run that begins
 * while the one before still ends, so each takes away only what it put there. Begin with {@link
 * io.sluice.connector.postgres.jmx.OwnBean}.
 */
@NullMarked
package io.sluice.connector.postgres.jmx;

import org.jspecify.annotations.NullMarked;
