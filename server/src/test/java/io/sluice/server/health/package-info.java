@NullMarked
package io.sluice.server.health;

import org.jspecify.annotations.NullMarked;
