package io.sluice.pipeline.file;

import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import io.sluice.pipeline.yaml.YamlText;
import io.sluice.pipeline.yaml.YamlTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a file is meant to be a pipeline, sound or not, among compose files, CI files and the
 * like.
 */
public final class Recognition {
  private static final Set<String> HALVES = Set.of("source", "topic", "topics", "sinks");
  private static final Pattern HALF =
      Pattern.compile("(?m)(?:^|[\\s{,])[\"']?(source|topics?|sinks)[\"']?\\s*:");

  private Recognition() {}

  /**
   * By the keys at its top, in whatever style they are written: one of a pipeline's halves, and its
   * name or another half. A file that is not readable as YAML, or whose bytes are no text, is one
   * if two halves stand anywhere in it: better a problem told than a pipeline overlooked.
   */
  public static boolean isPipeline(Path file, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "");
    Set<String> halves = new HashSet<>();
    Matcher matcher = HALF.matcher(text);
    while (matcher.find()) {
      halves.add(matcher.group(1));
    }
    if (halves.isEmpty()) {
      return false;
    }
    Problems unsaid = new Problems();
    Optional<Yaml> tree =
        YamlText.decode(file, bytes, unsaid).flatMap(said -> YamlTree.read(file, said, unsaid));
    if (tree.isEmpty()) {
      return halves.size() >= 2;
    }
    if (!(tree.get() instanceof Yaml.Mapping mapping)) {
      return false;
    }
    List<String> keys = mapping.entries().stream().map(Yaml.Entry::key).toList();
    long found = keys.stream().filter(HALVES::contains).count();
    return found >= 2 || (found == 1 && keys.contains("name"));
  }
}
