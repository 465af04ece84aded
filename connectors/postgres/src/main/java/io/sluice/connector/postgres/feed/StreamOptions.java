package io.sluice.connector.postgres.feed;

import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.config.StreamSettings;
import io.sluice.connector.postgres.event.Setup;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is asked of pgoutput, by what the server can do. */
final class StreamOptions {

  private StreamOptions() {}

  /** For the WAL sender. */
  static Map<String, String> ofStream(Setup setup) {
    return of(
        setup,
        setup.config().stream().openTransactions() && setup.version().sendsOpenTransactions());
  }

  /** For functions of SQL, which give only what is committed. */
  static Map<String, String> ofQuery(Setup setup) {
    return of(setup, false);
  }

  private static Map<String, String> of(Setup setup, boolean open) {
    ServerVersion version = setup.version();
    StreamSettings settings = setup.config().stream();
    Map<String, String> options = new LinkedHashMap<>();
    options.put("proto_version", open ? "2" : "1");
    options.put("publication_names", quoted(setup.config().publication()));
    if (version.sendsBinary() && !setup.config().readsText()) {
      options.put("binary", "true");
    }
    if (version.sendsMessages()) {
      options.put("messages", "true");
    }
    if (open) {
      options.put("streaming", "on");
    }
    options.putAll(settings.parameters());
    return options;
  }

  private static String quoted(String publication) {
    return '"' + publication.replace("\"", "\"\"") + '"';
  }
}
