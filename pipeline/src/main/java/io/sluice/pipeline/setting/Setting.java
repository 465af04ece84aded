package io.sluice.pipeline.setting;

import org.jspecify.annotations.Nullable;

/**
 * One key of a section: its kind of value, its default, and the sentence that the reference and the
 * editor show.
 *
 * @param key as it is written
 * @param type what it may be
 * @param required whether it must be there
 * @param fallback its value when it is not there; null when it then has none
 * @param about one or two sentences for users; Markdown
 * @param ifEmpty what to write where the key stands with nothing behind it; null if that is as if
 *     it did not stand there
 */
public record Setting<T>(
    String key,
    SettingType<T> type,
    boolean required,
    @Nullable T fallback,
    String about,
    @Nullable String ifEmpty) {
  /** A setting that must be there. */
  public static <T> Setting<T> required(String key, SettingType<T> type, String about) {
    return new Setting<>(key, type, true, null, about, null);
  }

  /** A setting with a default. */
  public static <T> Setting<T> of(String key, SettingType<T> type, T fallback, String about) {
    return new Setting<>(key, type, false, fallback, about, null);
  }

  /** A setting that may be absent. */
  public static <T> Setting<T> optional(String key, SettingType<T> type, String about) {
    return new Setting<>(key, type, false, null, about, null);
  }

  /**
   * The same, where a key with nothing behind it is a mistake: what it would mean is not plain.
   *
   * @param advice what to write instead
   */
  public Setting<T> neverEmpty(String advice) {
    return new Setting<>(key, type, required, fallback, about, advice);
  }
}
