/** Where records enter: source tasks on threads of their own. */
@NullMarked
package io.sluice.engine.source;

import org.jspecify.annotations.NullMarked;
