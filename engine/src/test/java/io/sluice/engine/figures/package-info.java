@NullMarked
package io.sluice.engine.figures;

import org.jspecify.annotations.NullMarked;
