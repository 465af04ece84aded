/** What can be seen in a text before anything parses it. */
@NullMarked
package io.sluice.schema.text;

import org.jspecify.annotations.NullMarked;
