/** Contracts on schemas, held from a real source to a real sink. */
@NullMarked
package io.sluice.acceptance.contract;

import org.jspecify.annotations.NullMarked;
