/**
 * What a new version owes the earlier ones. Begin at {@link CompatibilityLevel}. Asks the format
 * who can read what, and nobody else.
 */
@NullMarked
package io.sluice.schema.compatibility;

import org.jspecify.annotations.NullMarked;
