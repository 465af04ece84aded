package io.sluice.acceptance.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page for people, as its code blocks and links. */
record Document(Path file, String text) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([^\\n`]*)\\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

  private static final Pattern ANCHOR = Pattern.compile("\\]\\(([^)#\\s]*)#([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  /** A heading that a link leads to. */
  record Anchor(String file, String heading) {}

  /** A fenced block: what stands behind the fence, the first line of its content, the content. */
  record Block(String info, int line, String content) {}

  /** The folder that holds everything. */
  static Path root() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
  }

  /** All pages: those at the root, in {@code docs} and in {@code examples}. */
  static List<Document> all() {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("docs", "examples")) {
      if (Files.isDirectory(root().resolve(folder))) {
        files.addAll(markdownIn(root().resolve(folder), Integer.MAX_VALUE));
      }
    }
    files.addAll(markdownIn(root(), 1));
    return files.stream().sorted().map(Document::read).toList();
  }

  private static List<Path> markdownIn(Path folder, int depth) {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Document read(Path file) {
    try {
      return new Document(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blocks whose info string is that one, such as {@code sh test}. */
  List<Block> blocks(String info) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).strip().equals(info)) {
        int line = (int) text.substring(0, matcher.start(2)).lines().count() + 1;
        blocks.add(new Block(info, line, matcher.group(2)));
      }
    }
    return blocks;
  }

  /** Links to headings: the file as it is written, empty for this one, and the heading's name. */
  List<Anchor> anchors() {
    List<Anchor> anchors = new ArrayList<>();
    Matcher matcher = ANCHOR.matcher(text);
    while (matcher.find()) {
      if (!matcher.group(1).contains(":")) {
        anchors.add(new Anchor(matcher.group(1), matcher.group(2)));
      }
    }
    return anchors;
  }

  /** Names of the headings, as a link has them: GitHub's rule. */
  Set<String> headings() {
    Set<String> names = new HashSet<>();
    Matcher matcher = HEADING.matcher(BLOCK.matcher(text).replaceAll(""));
    while (matcher.find()) {
      names.add(
          matcher
              .group(1)
              .strip()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-'));
    }
    return names;
  }

  /** Links to other files of the repository, as they are written. */
  List<String> links() {
    List<String> links = new ArrayList<>();
    Matcher matcher = LINK.matcher(text);
    while (matcher.find()) {
      if (!matcher.group(1).contains(":")) {
        links.add(matcher.group(1));
      }
    }
    return links;
  }

  String name() {
    return root().relativize(file).toString();
  }
}
