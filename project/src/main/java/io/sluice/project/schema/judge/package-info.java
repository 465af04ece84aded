/**
 * What a schema that is not registered would be to a subject. Begin at {@link
 * io.sluice.project.schema.judge.DraftCheck}. Knows nothing of files, and changes nothing.
 */
@NullMarked
package io.sluice.project.schema.judge;

import org.jspecify.annotations.NullMarked;
