/** Numbers and times as people read them. */
@NullMarked
package io.sluice.server.console.text;

import org.jspecify.annotations.NullMarked;
