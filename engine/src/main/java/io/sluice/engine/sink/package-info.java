/** Where records leave: sink tasks on threads of their own. */
@NullMarked
package io.sluice.engine.sink;

import org.jspecify.annotations.NullMarked;
