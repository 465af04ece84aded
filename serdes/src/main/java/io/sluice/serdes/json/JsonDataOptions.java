package io.sluice.serdes.json;

/**
 * How Connect's data lies in JSON.
 *
 * @param numericDecimals decimals as JSON numbers; otherwise the bytes that Connect defines, in
 *     Base64. Both are read
 * @param additionalProperties whether an object may have properties that its schema does not name
 * @param optionalForNonRequired whether optional is what is not among the required properties;
 *     otherwise what may be null
 * @param generalizedSumTypes whether unions and enumerations are marked in Connect as all formats
 *     mark them
 * @param defaultsForNull whether a null is written as the default of its field
 */
record JsonDataOptions(
    boolean numericDecimals,
    boolean additionalProperties,
    boolean optionalForNonRequired,
    boolean generalizedSumTypes,
    boolean defaultsForNull) {
  static final JsonDataOptions STANDARD = new JsonDataOptions(false, true, false, false, false);
}
