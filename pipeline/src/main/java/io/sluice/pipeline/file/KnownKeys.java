package io.sluice.pipeline.file;

import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.setting.Compound;
import io.sluice.pipeline.setting.ConfigType;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Settings in flat text form of which it is known which there are. */
final class KnownKeys implements Compound<UnresolvedConfig> {
  private final String title;
  private final Predicate<String> isKnown;
  private final Collection<String> candidates;
  private final @Nullable String otherwise;

  /**
   * Of which the most are known from elsewhere, as those of Kafka's clients are.
   *
   * @param isKnown whether a key may stand there
   * @param candidates the keys among which the one that was probably meant is looked for
   */
  KnownKeys(String title, Predicate<String> isKnown, Collection<String> candidates) {
    this(title, isKnown, candidates, null);
  }

  /**
   * @param isKnown whether a key may stand there
   * @param candidates the keys among which the one that was probably meant is looked for
   * @param otherwise what may stand there, in a sentence for who wrote something that is like none
   *     of them; or null
   */
  KnownKeys(
      String title,
      Predicate<String> isKnown,
      Collection<String> candidates,
      @Nullable String otherwise) {
    this.title = title;
    this.isKnown = isKnown;
    this.candidates = candidates;
    this.otherwise = otherwise;
  }

  @Override
  public @Nullable UnresolvedConfig read(Yaml yaml, Problems problems) {
    UnresolvedConfig config = new ConfigType().read(yaml, problems);
    if (config == null) {
      return null;
    }
    for (String key : config.values().keySet()) {
      if (!isKnown.test(key)) {
        problems.error(
            config.placeOf(key),
            Problems.shown(key) + " is not one of " + title,
            Spelling.nearest(key, candidates)
                .map(near -> "Did you mean '" + near + "'?")
                .orElse(otherwise));
      }
    }
    return config;
  }

  @Override
  public String expectation() {
    return title;
  }

  @Override
  public Map<String, Object> schema() {
    return new ConfigType().schema();
  }
}
