package io.sluice.server.console.render;

import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * Takes links out of a page that lead to what this server does not have, and leaves what they say:
 * files of the repository that are beside the documentation.
 */
final class LinksKept extends AbstractVisitor {
  private static final Pattern PAGE =
      Pattern.compile("(?:\\.\\./([a-z-]+)/)?([^/#]+\\.md)(?:#.*)?");

  private final BiPredicate<String, String> exists;
  private final String section;

  /**
   * Of a page.
   *
   * @param exists whether there is a page, by section and name
   * @param section where the page is
   */
  LinksKept(BiPredicate<String, String> exists, String section) {
    this.exists = exists;
    this.section = section;
  }

  @Override
  public void visit(Link link) {
    if (leads(link.getDestination())) {
      visitChildren(link);
      return;
    }
    Node child = link.getFirstChild();
    while (child != null) {
      Node next = child.getNext();
      link.insertBefore(child);
      child = next;
    }
    link.unlink();
  }

  private boolean leads(String to) {
    if (to.startsWith("#") || to.startsWith("https://") || to.startsWith("http://")) {
      return true;
    }
    Matcher page = PAGE.matcher(to);
    return page.matches()
        && exists.test(page.group(1) == null ? section : page.group(1), page.group(2));
  }
}
