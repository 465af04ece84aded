package io.sluice.serdes.client;

import io.sluice.serdes.config.ClientSettings;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** Makes clients. */
public final class RegistryClients {
  private RegistryClients() {}

  /**
   * A client that remembers what cannot change, and for a while what can.
   *
   * @throws ConfigException if its key stores cannot be read
   */
  public static RegistryClient connect(ClientSettings settings) {
    return new RememberingClient(
        new HttpRegistryClient(connection(settings)), settings.memory(), System::nanoTime);
  }

  /**
   * Requests of any kind, of which nothing is remembered.
   *
   * @throws ConfigException if its key stores cannot be read
   */
  public static RegistryConnection connection(ClientSettings settings) {
    HttpClient.Builder http =
        HttpClient.newBuilder()
            .connectTimeout(settings.timing().connect())
            // Who is sent elsewhere would take the credentials along.
            .followRedirects(HttpClient.Redirect.NEVER)
            // A request that begins in another version's handshake is not understood by some.
            .version(HttpClient.Version.HTTP_1_1);
    settings.proxy().ifPresent(proxy -> http.proxy(ProxySelector.of(proxy)));
    if (!settings.ssl().isEmpty()) {
      http.sslContext(context(settings));
    }
    return new RegistryConnection(settings, http.build(), TimeUnit.MILLISECONDS::sleep);
  }

  private static String innermost(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof NoSuchFileException missing
        ? "there is no file " + missing.getFile()
        : String.valueOf(cause.getMessage());
  }

  private static SSLContext context(ClientSettings settings) {
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(settings.ssl());
      return factory.sslContext();
    } catch (ConfigException e) {
      throw e;
    } catch (KafkaException e) {
      // A file that is missing, is of another type, or has another password.
      throw new ConfigException(
          "The ssl settings of the schema registry cannot be used: "
              + e.getMessage()
              + (e.getCause() == null ? "" : ": " + innermost(e.getCause()))
              + ". A store of another type says so: ssl.truststore.type=PEM");
    }
  }
}
