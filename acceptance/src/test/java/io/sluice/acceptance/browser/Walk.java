package io.sluice.acceptance.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;

/**
 * Somebody's way through the console in one look: each screen is judged, and a picture of it is
 * left in {@code target/browser}.
 */
final class Walk {
  /** A file's name has room for so much. */
  private static final int LONGEST = 120;

  private final Look look;
  private final Visitor visitor;
  private final SoftAssertions all = new SoftAssertions();
  private final List<String> table = new ArrayList<>();
  private final Set<String> visited = new TreeSet<>();

  Walk(Look look, Visitor visitor) {
    this.look = look;
    this.visitor = visitor;
  }

  Page page() {
    return visitor.page();
  }

  /** Opens a page that is there. */
  void open(String address) {
    open(address, 200);
  }

  /** Opens a page that is answered with this status. */
  void open(String address, int status) {
    page().navigate(address);
    judge(address, status);
  }

  /** Looks at what the last step has led to. */
  void here(String name) {
    judge(name, 200);
  }

  /** The same, of a page that is answered with this status. */
  void here(String name, int status) {
    judge(name, status);
  }

  private void judge(String name, int status) {
    visited.add(URI.create(page().url()).getPath());
    Screen screen = Screen.of(visitor, name);
    String picture =
        look.name().toLowerCase(Locale.ROOT)
            + "-"
            + name.replaceFirst("^/", "").replaceAll("[^A-Za-z0-9]+", "-");
    visitor.picture(picture.substring(0, Math.min(LONGEST, picture.length())));
    table.add(screen.row(look));
    all.assertThat(screen.faults()).as(name).isEmpty();
    all.assertThat(screen.status()).as(name).isEqualTo(status);
  }

  /** The addresses that were opened, without their queries. */
  Set<String> visited() {
    return visited;
  }

  /** Fails if anything was wrong anywhere; what all weighed is written down before. */
  void end() throws IOException {
    Files.write(
        Files.createDirectories(Path.of("target/browser")).resolve("pages.csv"),
        table,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    all.assertAll();
  }
}
