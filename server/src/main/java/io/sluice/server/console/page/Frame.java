package io.sluice.server.console.page;

import io.sluice.server.access.Permission;
import io.sluice.server.http.door.Visitor;
import io.sluice.server.view.Lead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every page has around it.
 *
 * @param title of the page, the window's as well
 * @param visitor empty before somebody has signed in
 * @param theme {@code light} or {@code dark}; empty to do as the system does
 * @param part whether only the middle is asked for, to be patched into a page that is open
 * @param live whether it is kept up to date while it is open
 * @param notice what has just been done; empty if nothing was
 * @param lead who runs the pipelines, where that is to be said: this server does not, or may not
 * @param now when it was made
 * @param version of the server
 */
public record Frame(
    String title,
    Place place,
    Optional<Visitor> visitor,
    Assets assets,
    Optional<String> theme,
    boolean part,
    boolean live,
    Optional<String> notice,
    Optional<Lead> lead,
    Instant now,
    String version) {

  /** What of the navigation this visitor has any use for. */
  public List<Place> places() {
    List<Place> places = new ArrayList<>();
    if (visitor.isPresent()) {
      places.add(Place.PIPELINES);
      places.add(Place.LETTERS);
      if (visitor.get().identity().mayEverywhere(Permission.SEE)) {
        places.add(Place.PLAN);
      }
      places.add(Place.CONNECTORS);
      if (visitor.get().identity().mayEverywhere(Permission.SEE)) {
        places.add(Place.SCHEMAS);
      }
      if (visitor.get().identity().mayEverywhere(Permission.ADMINISTER)) {
        places.add(Place.AUDIT);
        places.add(Place.TOKENS);
      }
    }
    return places;
  }

  /** Whether this visitor may make pipelines, in one namespace at least. */
  public boolean mayMake() {
    return visitor.isPresent()
        && visitor.get().identity().grants().values().stream()
            .anyMatch(role -> role.includes(Permission.EDIT.least()));
  }

  /** Whether this visitor may do that in a namespace. */
  public boolean may(Permission permission, String namespace) {
    return visitor.filter(one -> one.identity().may(permission, namespace)).isPresent();
  }

  /** The same, of which only the middle is asked for. */
  public Frame asPart() {
    return new Frame(title, place, visitor, assets, theme, true, live, notice, lead, now, version);
  }

  /** The same for whom nobody knows, whoever it is. */
  public Frame forNobody() {
    return new Frame(
        title, place, Optional.empty(), assets, theme, part, live, notice, lead, now, version);
  }

  /** What forms carry back; empty where nobody is signed in. */
  public String csrf() {
    return visitor.flatMap(Visitor::formToken).orElse("");
  }
}
