@NullMarked
package io.sluice.server.attend;

import org.jspecify.annotations.NullMarked;
