package io.sluice.pipeline.setting;

/**
 * A kind of value that has no form as one word, so that a default of it cannot be shown in a table.
 */
public interface Compound<T> extends SettingType<T> {}
