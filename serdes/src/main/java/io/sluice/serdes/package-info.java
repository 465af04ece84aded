/** How records lie in topics where a schema registry knows what they mean. */
@NullMarked
package io.sluice.serdes;

import org.jspecify.annotations.NullMarked;
