/** The embedded database that remembers how far pipelines came and what they set aside. */
@NullMarked
package io.sluice.state;

import org.jspecify.annotations.NullMarked;
