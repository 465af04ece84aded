/** The schema registry: subjects, versions, what a new version owes the earlier ones. */
@NullMarked
package io.sluice.registry;

import org.jspecify.annotations.NullMarked;
