package io.sluice.server.console.render;

import java.util.Map;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/**
 * Puts each table of a page into a frame of its own, which scrolls where the window is narrower
 * than the table. The keyboard reaches it; it is called as the heading above.
 */
final class ScrolledTables extends AbstractVisitor {
  private String heading = "";

  /** A table that scrolls. */
  static final class Frame extends CustomBlock {
    private final String name;

    private Frame(String name) {
      this.name = name;
    }
  }

  /** Writes {@link Frame}s. */
  static final class Renderer implements NodeRenderer {
    private final HtmlNodeRendererContext context;

    Renderer(HtmlNodeRendererContext context) {
      this.context = context;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Frame.class);
    }

    @Override
    public void render(Node node) {
      Frame frame = (Frame) node;
      context
          .getWriter()
          .tag(
              "div",
              Map.of(
                  "class", "scroll", "tabindex", "0", "role", "group", "aria-label", frame.name));
      context.render(frame.getFirstChild());
      context.getWriter().tag("/div");
      context.getWriter().line();
    }
  }

  @Override
  public void visit(Heading found) {
    heading = text(found);
  }

  @Override
  public void visit(CustomBlock block) {
    if (block instanceof TableBlock) {
      Frame frame = new Frame(heading);
      block.insertBefore(frame);
      frame.appendChild(block);
    }
    visitChildren(block);
  }

  /** A column without a name has none for those either who are read the page. */
  @Override
  public void visit(CustomNode node) {
    if (node instanceof TableCell cell && cell.isHeader() && cell.getFirstChild() == null) {
      cell.setHeader(false);
    }
    visitChildren(node);
  }

  /** What a heading says. */
  static String text(Heading heading) {
    StringBuilder text = new StringBuilder();
    heading.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }
}
