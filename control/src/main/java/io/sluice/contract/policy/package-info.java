/**
 * What a contract says of what was found, without registry, records or disk. Begin at SchemaPolicy.
 */
@NullMarked
package io.sluice.contract.policy;

import org.jspecify.annotations.NullMarked;
