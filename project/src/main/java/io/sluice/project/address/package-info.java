/** How processes on one machine find each other: small files that only their owner can read. */
@NullMarked
package io.sluice.project.address;

import org.jspecify.annotations.NullMarked;
