package io.sluice.server.console.schema;

import io.sluice.server.console.page.Addresses;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where pages of schemas are. A subject's name may have a slash in it: it stands in the query. */
public final class SchemaAddresses {
  /** The list. */
  public static final String LIST = "/schemas";

  /** One subject. */
  public static final String SUBJECT = LIST + "/subject";

  /** Where a draft is sent to. */
  public static final String CHECK = LIST + "/check";

  private SchemaAddresses() {}

  /** A subject at its newest version. */
  public static String subject(String subject) {
    return Addresses.query(SUBJECT, Map.of("subject", subject));
  }

  /** A subject at one of its versions. */
  public static String subject(String subject, int version) {
    return Addresses.query(SUBJECT, ordered("subject", subject, "version", "" + version));
  }

  /** The same, held against another one. */
  public static String difference(String subject, int from, int version) {
    Map<String, String> query = ordered("subject", subject, "version", "" + version);
    query.put("from", "" + from);
    return Addresses.query(SUBJECT, query);
  }

  private static Map<String, String> ordered(String... query) {
    Map<String, String> ordered = new LinkedHashMap<>();
    for (int i = 0; i < query.length; i += 2) {
      ordered.put(query[i], query[i + 1]);
    }
    return ordered;
  }
}
