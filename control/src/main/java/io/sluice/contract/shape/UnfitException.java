package io.sluice.contract.shape;

/** A schema, or one record, cannot be brought into another schema. Says where, and no value. */
public final class UnfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param path of the field, such as {@code after.total}; empty for the whole
   */
  UnfitException(String path, String why) {
    super((path.isEmpty() ? "the whole" : "field " + path) + " " + why);
  }
}
