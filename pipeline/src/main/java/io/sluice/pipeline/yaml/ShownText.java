package io.sluice.pipeline.yaml;

import io.sluice.pipeline.secret.HiddenValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A file as it may be shown to who may not know its secrets: what is written out under the name of
 * a secret is cut out, in whatever form it is written, and the rest stands where it stood
 * (invariant 9). References stay.
 */
public final class ShownText {
  private static final int MAX_ALIASES = 1_000;

  /** A setting that was put out of use is a secret still. */
  private static final Pattern COMMENTED =
      Pattern.compile("(?m)(#\\s*(?:-\\s+)?[\"']?([\\w.-]+)[\"']?\\s*:\\s*)(\\S.*)$");

  /** What stands under these keys of a pipeline, or of a stop on its way, is seen everywhere. */
  private static final Set<String> NAMING = Set.of("connector", "name", "type");

  private static final Set<String> STOPS = Set.of("source", "transforms", "sinks");

  private final String text;
  private final OpenNames names;
  private final List<Cut> cuts = new ArrayList<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private ShownText(String text, OpenNames names) {
    this.text = text;
    this.names = names;
  }

  /** Something that is not shown as it stands; places in code points. */
  private record Cut(int from, int to, String instead) {}

  /** The text without secrets; empty if it cannot be read as YAML, and so nobody knows them. */
  public static Optional<String> of(String text) {
    return of(text, UnaryOperator.identity());
  }

  /**
   * The same, and known secrets are taken out wherever else they stand: in comments, in
   * descriptions, in settings that nobody takes for secret. Keys, names and kinds of addresses stay
   * as they are, also if they are somebody's password.
   *
   * @param redact takes known secrets out of a text
   */
  public static Optional<String> of(String text, UnaryOperator<String> redact) {
    LoadSettings settings =
        LoadSettings.builder()
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setAllowNonScalarKeys(true)
            .build();
    Optional<Node> root;
    try {
      root =
          new Composer(
                  settings,
                  new ShallowParser(new ParserImpl(settings, new StreamReader(settings, text))))
              .getSingleNode();
    } catch (RuntimeException unreadable) {
      // Whatever it is, the problems of the file tell it.
      return Optional.empty();
    }
    OpenNames names = new OpenNames(text, redact);
    ShownText shown = new ShownText(text, names);
    root.ifPresent(node -> shown.names(node, true));
    root.ifPresent(node -> shown.walk(null, node));
    return Optional.of(names.redacted(withoutComments(shown.apply())));
  }

  /** Learns what pipeline and plugins are called. */
  private void names(Node node, boolean isRoot) {
    if (node instanceof SequenceNode sequence && !isRoot) {
      sequence.getValue().forEach(one -> names(one, false));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (NAMING.contains(key) && entry.getValueNode() instanceof ScalarNode value) {
          names.add(value.getValue());
        } else if (isRoot && STOPS.contains(key)) {
          names(entry.getValueNode(), false);
        }
      }
    }
  }

  private void walk(@Nullable String key, Node node) {
    // An alias is the very node that it repeats; under another name it may be a secret there.
    if (node instanceof ScalarNode scalar) {
      cut(key, scalar);
    } else if (seen.add(node) && node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode name && !isSecret(key)) {
          hold(name, name.getValue().length());
        } else {
          walk(null, entry.getKeyNode());
        }
        boolean named = entry.getKeyNode() instanceof ScalarNode && !isSecret(key);
        walk(named ? ((ScalarNode) entry.getKeyNode()).getValue() : key, entry.getValueNode());
      }
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(one -> walk(key, one));
    }
  }

  /** What is below such a name is as secret. */
  private static boolean isSecret(@Nullable String key) {
    return key != null && HiddenValues.isHidden(key, "x");
  }

  private void cut(@Nullable String key, ScalarNode scalar) {
    String value = scalar.getValue();
    String shown = HiddenValues.shown(key == null ? "" : key, value);
    Optional<Mark> from = scalar.getStartMark();
    Optional<Mark> to = scalar.getEndMark();
    if (shown.equals(value)) {
      hold(scalar, names.contain(value) ? value.length() : OpenNames.scheme(value));
    } else if (from.isPresent() && to.isPresent()) {
      int scheme = OpenNames.scheme(shown);
      String instead = names.hold(shown.substring(0, scheme)) + shown.substring(scheme);
      cuts.add(new Cut(from.get().getIndex(), to.get().getIndex(), instead));
    }
  }

  /** Keeps the beginning of a value from being taken for a secret, where it stands on one line. */
  private void hold(ScalarNode scalar, int length) {
    Optional<Mark> from = scalar.getStartMark();
    if (length == 0 || from.isEmpty()) {
      return;
    }
    String begin = scalar.getValue().substring(0, length);
    int at = text.offsetByCodePoints(0, from.get().getIndex());
    int quoted = at < text.length() && "'\"".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
    String instead = names.hold(begin);
    if (!instead.equals(begin) && text.startsWith(begin, at + quoted)) {
      int first = from.get().getIndex() + quoted;
      cuts.add(new Cut(first, first + begin.codePointCount(0, length), instead));
    }
  }

  /** From the last to the first, so that places of those before stay right. */
  private String apply() {
    StringBuilder shown = new StringBuilder(text);
    cuts.sort(Comparator.comparingInt(Cut::from).reversed());
    int before = Integer.MAX_VALUE;
    for (Cut cut : cuts) {
      if (cut.to() <= before) {
        int from = text.offsetByCodePoints(0, cut.from());
        int to = text.offsetByCodePoints(0, cut.to());
        // What follows stays on its line: problems tell lines.
        long lines = text.substring(from, to).chars().filter(c -> c == '\n').count();
        shown.replace(
            from, to, cut.instead().strip().replace('\n', ' ') + "\n".repeat((int) lines));
        before = cut.from();
      }
    }
    return shown.toString();
  }

  private static String withoutComments(String text) {
    return COMMENTED
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) + HiddenValues.shown(found.group(2), found.group(3).strip())));
  }
}
