package io.sluice.pipeline.yaml;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.secret.SecretNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * From text to {@link Yaml}. Bounded in depth and size whatever the text: anchors may be used, but
 * what they repeat counts each time.
 */
public final class YamlTree {
  private static final int MAX_NODES = 50_000;
  private static final int MAX_KEY = 200;
  private static final int MAX_PATH = 400;

  /** What the parser says of it; pinned by a test. */
  private static final String SECOND_DOCUMENT = "but found another document";

  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<Tag> PLAIN_TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.MAP,
          Tag.SEQ,
          Tag.ENV_TAG,
          Tag.MERGE);

  private final Path file;
  private final Problems problems;
  private int nodes;
  private boolean lacking;

  private YamlTree(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * The tree, or nothing and the problem that ended the reading. Where a part of the text could not
   * be read, the tree lacks it, and {@code problems} are {@link Problems#cut}.
   */
  public static Optional<Yaml> read(Path file, String text, Problems problems) {
    YamlTree tree = new YamlTree(file, problems);
    Optional<Yaml> read = tree.compose(text).map(root -> tree.convert(root, "", 0));
    if (tree.lacking) {
      problems.cut();
    }
    return read;
  }

  /** Of what is left out of the tree. */
  private void unread(Place place, String message, @Nullable String hint) {
    lacking = true;
    problems.error(place, message, hint);
  }

  private Optional<Node> compose(String text) {
    Place start = new Place(file, 1, 1, "");
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel("pipeline")
            .setMaxAliasesForCollections(1_000)
            .setAllowNonScalarKeys(true) // refused by us, which knows the place
            .build();
    try {
      StreamReader reader = new StreamReader(settings, text);
      Optional<Node> root =
          new Composer(settings, new ShallowParser(new ParserImpl(settings, reader)))
              .getSingleNode();
      if (root.isEmpty()) {
        problems.error(start, "expected a pipeline, found an empty file", null);
      }
      return root;
    } catch (ShallowParser.TooDeepException e) {
      problems.error(place(e.mark(), ""), e.getMessage(), null);
    } catch (MarkedYamlEngineException e) {
      Place where = place(e.getProblemMark().or(e::getContextMark), "");
      if (SECOND_DOCUMENT.equals(e.getProblem())) {
        problems.error(
            where,
            "expected one document, found a second one at line " + where.line(),
            "Keep each pipeline in a file of its own");
      } else {
        // Not the exception's message: that quotes the file, which may hold a password.
        Unreadable why = Unreadable.of(e);
        problems.error(where, "not readable as YAML: " + why.message(), why.hint());
      }
    } catch (ReaderException e) {
      int chars = text.offsetByCodePoints(0, Math.min(e.getPosition(), codePoints(text)));
      problems.error(
          YamlText.placeOf(file, text, chars),
          "expected text, found the control character U+%04X".formatted(e.getCodePoint()),
          null);
    } catch (RuntimeException e) {
      // The parser is somebody else's and the text anybody's: whatever it stumbles over is a
      // problem of the file.
      problems.error(start, "not readable as YAML (" + e.getClass().getSimpleName() + ")", null);
    }
    return Optional.empty();
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private Yaml convert(Node node, String path, int depth) {
    Place place = place(node.getStartMark(), path);
    if (depth > ShallowParser.MAX_DEPTH) {
      String outermost = path.split("[.\\[]", 2)[0]; // the rest repeats itself as well
      unread(
          place(node.getStartMark(), outermost),
          "an anchor that repeats itself",
          "Write the value out");
      return new Yaml.Nothing(place);
    }
    if (++nodes > MAX_NODES) {
      if (nodes == MAX_NODES + 1) {
        unread(place, "expected at most " + MAX_NODES + " values, anchors repeat too many", null);
      }
      return new Yaml.Nothing(place);
    }
    if (!PLAIN_TAGS.contains(node.getTag())) {
      Unreadable why = Unreadable.tagged();
      unread(place, why.message(), why.hint());
      return new Yaml.Nothing(place);
    }
    if (node instanceof ScalarNode scalar) {
      boolean nothing = scalar.isPlain() && NOTHING.contains(scalar.getValue());
      return nothing ? new Yaml.Nothing(place) : new Yaml.Scalar(place, scalar.getValue());
    }
    if (node instanceof SequenceNode sequence) {
      List<Yaml> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(convert(item, path + "[" + items.size() + "]", depth + 1));
      }
      return new Yaml.Sequence(place, items);
    }
    return mapping((MappingNode) node, place, path, depth);
  }

  private Yaml mapping(MappingNode node, Place place, String path, int depth) {
    Map<String, Place> seen = new HashMap<>();
    List<Yaml.Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      String key = key(tuple.getKeyNode(), path);
      if (key == null) {
        continue;
      }
      boolean secret = SecretNames.isWithin(path); // {{ x }} without quotes is a key, not a text
      String below = secret ? path : path.isEmpty() ? key : path + "." + key;
      Place keyPlace = place(tuple.getKeyNode().getStartMark(), below);
      Place first = seen.putIfAbsent(key, keyPlace);
      if (first != null) {
        problems.error(
            keyPlace,
            (secret ? "a key" : Problems.shown(key)) + " is already given in line " + first.line(),
            "Keep one");
        continue;
      }
      entries.add(new Yaml.Entry(keyPlace, key, convert(tuple.getValueNode(), below, depth + 1)));
    }
    return new Yaml.Mapping(place, entries);
  }

  private @Nullable String key(Node node, String path) {
    if (!(node instanceof ScalarNode scalar)) {
      unread(place(node.getStartMark(), path), "expected a key that is plain text", null);
      return null;
    }
    if (scalar.isPlain() && scalar.getValue().equals("<<")) {
      unread(
          place(node.getStartMark(), path),
          "merge keys ('<<') are not supported",
          "Use an anchor for a whole value");
      return null;
    }
    if (scalar.getValue().length() > MAX_KEY) {
      unread(
          place(node.getStartMark(), path),
          "expected a key of at most "
              + MAX_KEY
              + " characters, found "
              + scalar.getValue().length(),
          null);
      return null;
    }
    return scalar.getValue();
  }

  private Place place(Optional<Mark> mark, String path) {
    String safe = Problems.clean(path, MAX_PATH);
    return mark.map(m -> new Place(file, m.getLine() + 1, m.getColumn() + 1, safe))
        .orElseGet(() -> new Place(file, 1, 1, safe));
  }
}
