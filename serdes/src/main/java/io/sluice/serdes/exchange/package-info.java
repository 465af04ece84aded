/**
 * Between a format and the registry: which registered schema a record is written under, and which
 * one it was written with. Begin at {@link WriterSchemas} and {@link ReaderSchemas}.
 */
@NullMarked
package io.sluice.serdes.exchange;

import org.jspecify.annotations.NullMarked;
