package io.sluice.server.console;

import io.sluice.server.console.page.Assets;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.Place;
import io.sluice.server.http.door.Visitor;
import io.sluice.server.http.route.Request;
import io.sluice.server.view.Lead;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes what is around a page, by what a request brings. Thread-safe. */
final class Frames {
  /** By which a page that is open asks for its middle alone. */
  private static final String PART = "Sluice-Part";

  private final Assets assets;
  private final Supplier<Lead> lead;
  private final Clock clock;
  private final String version;

  /**
   * @param lead whether this server runs the pipelines
   */
  Frames(Assets assets, Supplier<Lead> lead, Clock clock, String version) {
    this.assets = assets;
    this.lead = lead;
    this.clock = clock;
    this.version = version;
  }

  /** Of a page that is as it was when it was made. */
  Frame still(Request request, String title, Place place) {
    return frame(request, title, place, false, Optional.empty());
  }

  /** Of a page that is kept up to date. */
  Frame live(Request request, String title, Place place, Optional<String> notice) {
    return frame(request, title, place, true, notice);
  }

  /** Of a page about which no more is known than who sees it. */
  Frame bare(String title, Optional<Visitor> visitor) {
    return new Frame(
        title,
        Place.ELSEWHERE,
        visitor,
        assets,
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        told(),
        clock.instant(),
        version);
  }

  /** What goes without saying is not said. */
  private Optional<Lead> told() {
    return Optional.of(lead.get()).filter(now -> now.duty() != Lead.Duty.ACTIVE);
  }

  private Frame frame(
      Request request, String title, Place place, boolean live, Optional<String> notice) {
    return new Frame(
        title,
        place,
        request.visitor(),
        assets,
        ThemeCookie.of(request),
        request.header(PART).isPresent(),
        live,
        notice,
        told(),
        clock.instant(),
        version);
  }
}
