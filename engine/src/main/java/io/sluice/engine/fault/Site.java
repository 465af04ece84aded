package io.sluice.engine.fault;

import org.jspecify.annotations.Nullable;

/**
 * Where something failed.
 *
 * @param where as in {@link Failure#where()}; null if whoever hears of it knows
 * @param doing the call that failed, as in {@link Failure#doing()}; empty if nobody knows
 */
public record Site(@Nullable String where, String doing) {
  @Override
  public String toString() {
    return where == null ? doing : doing.isEmpty() ? where : where + ", " + doing;
  }
}
