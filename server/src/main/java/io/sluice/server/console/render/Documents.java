package io.sluice.server.console.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/**
 * The documentation of this version, as HTML: who is called at night finds the runbook on the same
 * server, without a way to the internet. Thread-safe.
 */
public final class Documents {
  private static final Pattern SECTION =
      Pattern.compile("how-to|concepts|reference|tutorial|decisions");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*\\.md");

  private final Parser parser =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder()
          .extensions(List.of(TablesExtension.create(), HeadingAnchorExtension.create()))
          .nodeRendererFactory(ScrolledTables.Renderer::new)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .build();

  /**
   * A document.
   *
   * @param title its first heading
   */
  public record Document(String title, String html) {}

  /**
   * Finds one.
   *
   * @param section a folder of {@code docs}, as {@code how-to}
   * @param name of the file, as {@code troubleshoot.md}
   */
  public Optional<Document> find(String section, String name) {
    URL resource = resource(section, name);
    if (resource == null) {
      return Optional.empty();
    }
    try (InputStream in = resource.openStream()) {
      return Optional.of(document(section, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(section + "/" + name + " cannot be read", e);
    }
  }

  /** Where a page is; null if there is none. */
  private static @Nullable URL resource(String section, String name) {
    return SECTION.matcher(section).matches() && NAME.matcher(name).matches()
        ? Documents.class.getResource("/io/sluice/server/docs/" + section + "/" + name)
        : null;
  }

  private Document document(String folder, String text) {
    Node parsed = parser.parse(text);
    parsed.accept(new LinksKept((section, name) -> resource(section, name) != null, folder));
    parsed.accept(new ScrolledTables());
    return new Document(title(parsed), renderer.render(parsed));
  }

  private static String title(Node document) {
    StringBuilder title = new StringBuilder();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            if (title.isEmpty() && heading.getLevel() == 1) {
              title.append(ScrolledTables.text(heading));
            }
          }
        });
    return title.isEmpty() ? "Documentation" : title.toString();
  }
}
