package io.sluice.pipeline.secret;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.UnresolvedConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
     * A new provider, not configured, for a class name or alias; empty when there is none of that
     * name.
     */
    Optional<ConfigProvider> find(String name);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
  private static final Set<String> BY_PATH = Set.of("file", "dir");

  private final Map<String, ConfigProvider> providers;
  private final ProviderSource others;
  private final OffLimits offLimits;
  private final Redaction redaction = new Redaction();
  private final @Nullable Secrets lasting;
  private final Set<Secrets> passing = ConcurrentHashMap.newKeySet();

  /**
   * With the providers {@code env}, {@code file} and {@code dir} over this process's environment.
   */
  public Secrets() {
    this(System.getenv(), name -> Optional.empty());
  }

  /** With a given environment, and further providers by class name or alias. */
  public Secrets(Map<String, String> environment, ProviderSource others) {
    this(environment, others, OffLimits.NOTHING);
  }

  /** The same, which resolves nothing that leads where settings may not. */
  public Secrets(Map<String, String> environment, ProviderSource others, OffLimits offLimits) {
    this.providers = new ConcurrentHashMap<>();
    this.others = others;
    this.offLimits = offLimits;
    this.lasting = null;
    add("env", new EnvVarConfigProvider(environment));
    add("file", new FileConfigProvider());
    add("dir", new DirectoryConfigProvider());
  }

  private Secrets(Secrets lasting) {
    this.providers = lasting.providers;
    this.others = lasting.others;
    this.offLimits = lasting.offLimits;
    this.lasting = lasting;
  }

  /**
   * For a text that somebody tries: resolves as this does, and what it has to remember of values
   * that are written out in the text it forgets when it is closed. Until then they are kept out of
   * its own answers and of {@link #redactLog logs}, and out of nothing else: whoever types a common
   * word as a password would else have it taken out of what everybody sees. Whatever a reference
   * gave is kept out of its answers, also where it is no more than an address: who tries a text may
   * refer to anything.
   */
  public Secrets passing() {
    Secrets made = new Secrets(lasting == null ? this : lasting);
    made.lasting().passing.add(made);
    return made;
  }

  /**
   * What a plugin gets: {@code config} with every reference replaced by its value.
   *
   * @throws UnresolvedSecretException naming every reference that cannot be resolved
   */
  public Map<String, String> resolve(UnresolvedConfig config) {
    Resolution resolution = tryResolve(config);
    if (!resolution.problems().isEmpty()) {
      throw new UnresolvedSecretException(resolution.problems());
    }
    return resolution.values();
  }

  /**
   * The same, but settings whose references cannot be resolved, or that lead where none may, are
   * left out and reported.
   */
  public Resolution tryResolve(UnresolvedConfig config) {
    Map<String, String> resolved = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    config
        .values()
        .forEach(
            (key, value) -> {
              int before = problems.size();
              String found = resolve(config, key, value, problems);
              if (problems.size() == before) {
                resolved.put(key, found);
              }
            });
    for (Problem refused : offLimits.settings(config, resolved)) {
      problems.add(refused);
      resolved.keySet().removeIf(key -> config.placeOf(key).equals(refused.place()));
    }
    return new Resolution(resolved, problems);
  }

  /**
   * What became of a config's references.
   *
   * @param values the settings whose references all led somewhere, and none where it may not
   * @param problems of the others
   */
  public record Resolution(Map<String, String> values, List<Problem> problems) {
    public Resolution {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      problems = List.copyOf(problems);
    }
  }

  /** Whether {@code value} refers to a provider, so that it is not the secret itself. */
  public static boolean isReference(String value) {
    return !Reference.in(value).isEmpty();
  }

  /** The references in {@code text}, each once and as it is written, from left to right. */
  public static List<String> references(String text) {
    return Reference.in(text).stream().map(Reference::text).distinct().toList();
  }

  /** Has {@code value}, which is certainly a secret, taken out of everything from now on. */
  public void remember(String value) {
    redaction.addSecret(value);
  }

  /** {@code text} without secrets: safe to log, show and store. Invariant 9. */
  public String redact(String text) {
    return redaction.apply(lasting == null ? text : lasting.redact(text));
  }

  /** The same for a line of a log, without what is only being tried as well. */
  public String redactLog(String text) {
    String clean = redact(text);
    for (Secrets tried : lasting().passing) {
      clean = tried.redaction.apply(clean);
    }
    return clean;
  }

  /** Closes the providers; what was resolved stays remembered. Those of a trial stay open. */
  @Override
  public void close() {
    if (lasting != null) {
      lasting.passing.remove(this);
      return;
    }
    for (ConfigProvider provider : providers.values()) {
      try {
        provider.close();
      } catch (IOException e) {
        LOG.warn("A config provider did not close: {}", provider.getClass().getName(), e);
      }
    }
  }

  private String resolve(
      UnresolvedConfig config, String key, String value, List<Problem> problems) {
    String resolved = value;
    for (Reference reference : Reference.in(value)) {
      Place place = config.placeOf(key);
      try {
        String found = look(reference, place);
        if (!SecretNames.isPlain(key)) {
          lasting().redaction.add(found);
        }
        if (lasting != null) {
          redaction.add(found);
        }
        resolved = resolved.replace(reference.text(), found);
      } catch (ConfigException e) {
        // The cause's text is a provider's: it may quote what it read.
        problems.add(Problem.error(place, String.valueOf(e.getMessage()), null));
      }
    }
    if (SecretNames.isSecret(key)) {
      redaction.addSecret(resolved); // written out in the file, or put together from parts
    }
    return resolved;
  }

  private Secrets lasting() {
    return lasting == null ? this : lasting;
  }

  private String look(Reference reference, Place place) {
    offLimits
        .reference(place, reference.path(), reference.key())
        .ifPresent(
            what -> {
              throw new ConfigException(
                  reference.text() + " is not read: it leads to " + what + ", which is no secret");
            });
    ConfigProvider provider = provider(reference.provider());
    String path = reference.path();
    if (BY_PATH.contains(reference.provider())) {
      path = beside(place, path).toString();
    }
    Map<String, String> found;
    try {
      found = provider.get(path, Set.of(reference.key())).data();
    } catch (RuntimeException e) {
      LOG.debug("Config provider {} failed", reference.provider(), e);
      throw new ConfigException(
          reference.text()
              + " cannot be read"
              + (path.isEmpty()
                  ? ""
                  : "; expected a readable " + reference.provider() + " at " + path));
    }
    String value = found == null ? null : found.get(reference.key());
    if (value == null) {
      throw new ConfigException(
          reference.provider().equals("env")
              ? "the environment variable " + reference.key() + " is not set"
              : reference.text() + " is not there: no key '" + reference.key() + "' in " + path);
    }
    return value;
  }

  private ConfigProvider provider(String name) {
    ConfigProvider known = providers.get(name);
    if (known != null) {
      return known;
    }
    ConfigProvider found =
        others
            .find(name)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "no config provider is called '"
                            + name
                            + "'. "
                            + Spelling.nearest(name, providers.keySet())
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse(
                                    "Known: env, file, dir, and the class names of provider"
                                        + " plugins")));
    return add(name, found);
  }

  private ConfigProvider add(String name, ConfigProvider provider) {
    provider.configure(Map.of());
    ConfigProvider before = providers.putIfAbsent(name, provider);
    return before == null ? provider : before;
  }

  /** Relative paths start at the pipeline file, not where the process happens to run. */
  private static Path beside(Place place, String path) {
    return place.file().toAbsolutePath().resolveSibling(path).normalize();
  }
}
