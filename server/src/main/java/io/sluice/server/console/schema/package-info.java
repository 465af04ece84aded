/** What the pages of schemas show: records made of what {@code io.sluice.server.schema} told. */
@NullMarked
package io.sluice.server.console.schema;

import org.jspecify.annotations.NullMarked;
