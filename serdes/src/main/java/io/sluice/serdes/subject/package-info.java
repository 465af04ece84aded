/** Under which subject a record's schema is registered. Begin at {@link SubjectNameStrategy}. */
@NullMarked
package io.sluice.serdes.subject;

import org.jspecify.annotations.NullMarked;
