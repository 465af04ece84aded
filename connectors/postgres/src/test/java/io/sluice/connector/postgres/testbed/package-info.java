/**
 * What tests of this source are made of. Begin at {@link
 * io.sluice.connector.postgres.testbed.TestSource}, a source over a database of its own; {@link
 * io.sluice.connector.postgres.testbed.Churn} changes rows beside it, and {@link
 * io.sluice.connector.postgres.testbed.Copy} holds what a target would have. A test lies beside the
 * package that it tries; in the root are those of the whole source.
 */
@NullMarked
package io.sluice.connector.postgres.testbed;

import org.jspecify.annotations.NullMarked;
