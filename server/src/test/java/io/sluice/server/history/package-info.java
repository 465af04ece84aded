@NullMarked
package io.sluice.server.history;

import org.jspecify.annotations.NullMarked;
