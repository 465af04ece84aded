package io.sluice.pipeline.yaml;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.secret.HiddenValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
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
  private final Optional<Set<Long>> known;
  private final List<Cut> cuts = new ArrayList<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Settings under these keys of a connector are its plugin's. */
  private static final Pattern SETTINGS =
      Pattern.compile("(source|sinks)\\.(config|undeclared)\\.(.+)|(transforms|predicates)\\.(.+)");

  /** Of these a plugin says nothing: the author does. */
  private static final Pattern UNDECLARED = Pattern.compile("(source|sinks)\\.undeclared\\..+");

  /** What stands among a plugin's settings and is not the plugin's, but Kafka Connect's or ours. */
  private static final Pattern NO_PLUGINS =
      Pattern.compile(
          "transforms\\.(type|name|negate|predicate|([^.]+\\.)?predicate\\.type)"
              + "|predicates\\.[^.]+\\.type"
              + "|(source|sinks)\\.config\\.((transforms|predicates)"
              + "(\\.[^.]+\\.(type|predicate|negate))?|errors(\\..+)?)");

  private static final Pattern ALIAS = Pattern.compile("\\s*:\\s*\\*[^\\s,\\[\\]{}]+");
  private static final Pattern COMMENT = Pattern.compile("[ \\t]*#.*");
  private static final Pattern EMPTY = Pattern.compile("\\s*:?\\s*(''|\"\"|~|null)?\\s*");

  private ShownText(String text, OpenNames names, Optional<Set<Long>> known) {
    this.text = text;
    this.names = names;
    this.known = known;
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
    return of(text, redact, Optional.empty());
  }

  /**
   * The same, and of plugins' settings only those are shown of which the plugins say what they are:
   * one whose name nobody knows may be a secret with its name misspelt.
   *
   * @param known where their keys stand
   */
  public static Optional<String> of(
      String text, UnaryOperator<String> redact, Collection<Place> known) {
    Set<Long> spots = new HashSet<>();
    known.forEach(place -> spots.add(spot(place.line() - 1, place.column() - 1)));
    return of(text, redact, Optional.of(spots));
  }

  private static long spot(int line, int column) {
    return ((long) line << Integer.SIZE) | column;
  }

  private static Optional<String> of(
      String text, UnaryOperator<String> redact, Optional<Set<Long>> known) {
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
    ShownText shown = new ShownText(text, names, known);
    root.ifPresent(node -> shown.names(node, true));
    root.ifPresent(node -> shown.walk("", null, node));
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

  /**
   * @param path of keys, without the places in lists
   * @param key the last of them; null where there is none
   */
  private void walk(String path, @Nullable String key, Node node) {
    // An alias is the very node that it repeats; under another name it may be a secret there.
    if (node instanceof ScalarNode scalar) {
      cut(key, scalar);
    } else if (seen.add(node) && node instanceof MappingNode mapping) {
      mapping.getValue().forEach(entry -> entry(path, entry));
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(one -> walk(path, key, one));
    }
  }

  private void entry(String path, NodeTuple entry) {
    if (!(entry.getKeyNode() instanceof ScalarNode name)) {
      walk(path, null, entry.getKeyNode());
      walk(path, null, entry.getValueNode());
      return;
    }
    String key = name.getValue();
    String below = path.isEmpty() ? key : path + "." + key;
    hold(name, key.length());
    boolean hidden = HiddenValues.isHidden(key, "x") || isUnknown(below, name, entry);
    if (hidden && !isReference(entry.getValueNode())) {
      cutBehind(name, entry.getValueNode());
    } else {
      walk(below, key, entry.getValueNode());
    }
  }

  private boolean isUnknown(String path, Node name, NodeTuple entry) {
    if (!SETTINGS.matcher(path).matches() || NO_PLUGINS.matcher(path).matches()) {
      return false;
    }
    if (entry.getValueNode() instanceof MappingNode) {
      return false; // what is in it is a setting each
    }
    boolean said =
        known.isEmpty()
            || name.getStartMark()
                .map(mark -> known.get().contains(spot(mark.getLine(), mark.getColumn())))
                .orElse(false);
    return !said || UNDECLARED.matcher(path).matches();
  }

  private static boolean isReference(Node node) {
    return node instanceof ScalarNode scalar
        && !scalar.getValue().isEmpty()
        && !HiddenValues.isHidden("password", scalar.getValue());
  }

  /**
   * Cuts out all that is written behind the key, as whatever YAML takes it: a password that begins
   * with a sign of YAML's is an anchor, a tag, a comment, a mapping in a mapping.
   */
  private void cutBehind(Node key, Node value) {
    Optional<Mark> end = key.getEndMark();
    if (end.isEmpty()) {
      return; // a key of no text
    }
    int from = end.get().getIndex();
    int begin = text.offsetByCodePoints(0, from);
    int stop =
        value.getEndMark().map(mark -> text.offsetByCodePoints(0, mark.getIndex())).orElse(0);
    Matcher alias = ALIAS.matcher(text).region(begin, text.length());
    if (alias.lookingAt()) {
      stop = alias.end();
      walkAliased(value);
    }
    stop = Math.max(stop, begin);
    while (stop > begin && Character.isWhitespace(text.charAt(stop - 1))) {
      stop--;
    }
    if (text.startsWith(":", stop)) {
      stop++; // nothing is behind it, or a comment
    }
    Matcher comment = COMMENT.matcher(text).region(stop, text.length());
    if (comment.lookingAt()) {
      stop = comment.end();
    }
    String cut = text.substring(begin, stop);
    if (!EMPTY.matcher(cut).matches()) {
      cuts.add(
          new Cut(from, from + cut.codePointCount(0, cut.length()), ": " + HiddenValues.HIDDEN));
    }
  }

  /** What is a secret here is one where it is written out. */
  private void walkAliased(Node node) {
    if (node instanceof ScalarNode scalar) {
      cut("password", scalar);
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(this::walkAliased);
    }
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
