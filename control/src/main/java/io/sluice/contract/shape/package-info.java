/**
 * Connect's schemas held beside each other: Shape says whether two mean the same, Projection brings
 * records of one into another. Knows neither registry nor policy.
 */
@NullMarked
package io.sluice.contract.shape;

import org.jspecify.annotations.NullMarked;
