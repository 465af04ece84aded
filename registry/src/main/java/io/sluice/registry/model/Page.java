package io.sluice.registry.model;

/**
 * A part of a list.
 *
 * @param offset how many to leave out first
 * @param limit how many at most; negative for all
 */
public record Page(int offset, int limit) {
  public static final Page ALL = new Page(0, -1);

  public Page {
    offset = Math.max(0, offset);
  }
}
