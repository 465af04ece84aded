package io.sluice.server.http.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fields as a page's form sends them, and parameters as a query has them. */
public final class FormFields {
  private static final int MOST = 1_000;

  private FormFields() {}

  static Map<String, List<String>> of(byte[] body) {
    return of(new String(body, UTF_8), "#");
  }

  /**
   * Reads them.
   *
   * @param pointer of the text, for what is said if it cannot be read
   * @throws ProblemException if an escape is broken, or there are too many
   */
  public static Map<String, List<String>> of(String text, String pointer) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    int count = 0;
    for (String pair : text.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      if (++count > MOST) {
        throw ProblemException.badRequest(
            List.of(new Fault(pointer, "expected up to " + MOST + " fields but found more")));
      }
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals), pointer);
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), pointer);
      fields.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
    return fields;
  }

  private static String decoded(String text, String pointer) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(
          List.of(
              new Fault(
                  pointer,
                  "a % without two hexadecimal digits behind it; % itself is written as %25")));
    }
  }
}
