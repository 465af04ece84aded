package io.sluice.pipeline.file;

/**
 * A kind of value that has no form as one word, so that a default of it cannot be shown in a table.
 */
interface Compound<T> extends ValueType<T> {}
