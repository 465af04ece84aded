/**
 * What is the same for records of any format: the schema that a record is written under and the one
 * it was written with, each asked for once, and how it is told what is wrong with a record. Begin
 * at {@link WritingSide} and {@link ReadingSide}.
 */
@NullMarked
package io.sluice.serdes.record;

import org.jspecify.annotations.NullMarked;
