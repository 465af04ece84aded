/**
 * What tables stand on, whatever database that is: transactions, scripts that make tables, and
 * failures that say what to do. Begin at Storage.
 */
@NullMarked
package io.sluice.state.storage;

import org.jspecify.annotations.NullMarked;
