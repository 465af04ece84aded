/** The formats that there are, joined. Begin at {@link SchemaFormats}. */
@NullMarked
package io.sluice.schema.formats;

import org.jspecify.annotations.NullMarked;
