/**
 * Records as texts that people edit, and back: what they leave as it is stays to the last bit, what
 * they change must fit the record's schema. Begin at RecordEdit.
 */
@NullMarked
package io.sluice.engine.deadletter.edit;

import org.jspecify.annotations.NullMarked;
