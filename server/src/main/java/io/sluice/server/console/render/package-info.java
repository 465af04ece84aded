/** From a page to its HTML. */
@NullMarked
package io.sluice.server.console.render;

import org.jspecify.annotations.NullMarked;
