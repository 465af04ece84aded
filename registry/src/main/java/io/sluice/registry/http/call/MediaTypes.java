package io.sluice.registry.http.call;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The media types of the API: its own of version 1, its own of whichever version, and plain JSON,
 * preferred in that order ("Schema Registry API Reference", Content Types; negotiation as RFC 9110,
 * 12.5.1 has it).
 */
public final class MediaTypes {
  /** What is sent to who does not mind. */
  public static final String PREFERRED = "application/vnd.schemaregistry.v1+json";

  private static final List<String> SENT =
      List.of(PREFERRED, "application/vnd.schemaregistry+json", "application/json");

  /** What old clients say for "not said". */
  private static final String UNSAID = "application/octet-stream";

  private MediaTypes() {}

  /**
   * The type to answer in.
   *
   * @param accept the header of that name
   * @throws ApiException 406 if it names others only
   */
  public static String negotiate(@Nullable String accept) {
    if (accept == null || accept.isBlank() || accept.equals("*/*") || accept.equals(PREFERRED)) {
      return PREFERRED;
    }
    String best = null;
    double bestWeight = 0;
    for (String type : SENT) {
      double weight = weight(type, accept);
      if (weight > bestWeight) {
        best = type;
        bestWeight = weight;
      }
    }
    if (best == null) {
      throw new ApiException(406, "HTTP 406 Not Acceptable: this API answers in " + SENT);
    }
    return best;
  }

  /**
   * Looks whether a body is said to be JSON.
   *
   * @param contentType the header of that name
   * @throws ApiException 415 if it is said to be something else
   */
  public static void requireJson(@Nullable String contentType) {
    if (contentType == null) {
      return;
    }
    String type = bare(contentType);
    if (!SENT.contains(type) && !type.equals(UNSAID)) {
      throw new ApiException(
          415, "HTTP 415 Unsupported Media Type: expected one of " + SENT + " for a body");
    }
  }

  /** How much it is wanted by the most specific of the ranges that it is in; 0 if it is in none. */
  private static double weight(String type, String accept) {
    int mostSpecific = -1;
    double weight = 0;
    for (String range : accept.split(",", -1)) {
      int specific = specific(bare(range), type);
      if (specific > mostSpecific) {
        mostSpecific = specific;
        weight = quality(range);
      }
    }
    return weight;
  }

  private static int specific(String range, String type) {
    if (range.equals(type)) {
      return 2;
    }
    if (range.equals("application/*")) {
      return 1;
    }
    return range.equals("*/*") ? 0 : -1;
  }

  private static double quality(String range) {
    for (String parameter : range.split(";", -1)) {
      String[] pair = parameter.strip().split("=", 2);
      if (pair.length == 2 && pair[0].equalsIgnoreCase("q")) {
        String number = pair[1].strip();
        // Three digits at most, says the RFC; what is none counts as refused.
        return number.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(number) : 0;
      }
    }
    return 1;
  }

  private static String bare(String text) {
    int parameters = text.indexOf(';');
    return (parameters < 0 ? text : text.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }
}
