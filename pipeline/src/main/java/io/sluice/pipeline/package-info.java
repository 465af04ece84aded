/**
 * What a pipeline file says, as records, and where it says it. Begin at {@link
 * io.sluice.pipeline.Pipeline}. The file is read by {@code io.sluice.pipeline.file}; references to
 * secrets are resolved by {@code io.sluice.pipeline.secret}.
 */
@NullMarked
package io.sluice.pipeline;

import org.jspecify.annotations.NullMarked;
