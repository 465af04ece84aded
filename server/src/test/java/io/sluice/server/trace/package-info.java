@NullMarked
package io.sluice.server.trace;

import org.jspecify.annotations.NullMarked;
