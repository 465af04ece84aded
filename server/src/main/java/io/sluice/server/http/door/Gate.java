package io.sluice.server.http.door;

import io.sluice.http.access.CrossSite;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets in who may come in, before it is looked what they may do. Thread-safe. */
public final class Gate {
  /** The header by which a page's script proves that it is of this server. */
  public static final String FORM_TOKEN_HEADER = "X-CSRF-Token";

  /** The field by which a page's form does. */
  public static final String FORM_TOKEN_FIELD = "csrf";

  /**
   * The header by which a page's script says that the page, which is open, asks for itself: nobody
   * has done anything, so that it is no use of a session.
   */
  public static final String BY_ITSELF_HEADER = "Sluice-By-Itself";

  /** What browsers say of requests that a page of ours made, or that no page did. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final ServedHosts hosts;
  private final Doorman doorman;

  /** A gate to a server of these names. */
  public Gate(ServedHosts hosts, Doorman doorman) {
    this.hosts = hosts;
    this.doorman = doorman;
  }

  /**
   * Looks whether the server is meant.
   *
   * @throws ProblemException {@link ProblemKind#WRONG_HOST} if it is not
   */
  public void requireHost(Optional<String> host) {
    if (!hosts.has(host.orElse(null))) {
      throw new ProblemException(
          ProblemKind.WRONG_HOST,
          "The header Host has a name by which this server is not known",
          "Use http://localhost with the port, or set server.url in sluice.yaml to the address by"
              + " which it is reached",
          List.of(),
          Map.of());
    }
  }

  /**
   * Looks whether a request that changes something was sent by a page of this server, or by no page
   * at all: browsers say so by themselves (Fetch Metadata; RFC 6454).
   *
   * @throws ProblemException {@link ProblemKind#CROSS_SITE} if it was not
   */
  public void requireOwnSite(
      Optional<String> origin, Optional<String> host, Optional<String> fetchSite) {
    boolean foreign =
        fetchSite.filter(site -> !OWN_SITES.contains(site)).isPresent()
            || CrossSite.sends(origin.orElse(null), host.orElse(null), true);
    if (foreign) {
      throw new ProblemException(
          ProblemKind.CROSS_SITE, "A page of another site may change nothing here");
    }
  }

  /**
   * Who it is: by {@code Authorization} if that is there, else by the session. Empty if neither is.
   *
   * @throws ProblemException {@link ProblemKind#UNAUTHENTICATED} if something is there that is not
   *     known; a session that is over is as none
   */
  public Optional<Visitor> recognise(Optional<String> authorization, Optional<String> session) {
    return authorization.isEmpty()
        ? session.flatMap(doorman::bySession)
        : Optional.of(byToken(authorization.get()));
  }

  /**
   * The same of who came in before and is there since: a session does not last longer for it.
   *
   * @throws ProblemException as {@link #recognise}
   */
  public Optional<Visitor> recogniseStill(
      Optional<String> authorization, Optional<String> session) {
    return authorization.isEmpty()
        ? session.flatMap(doorman::bySessionStill)
        : Optional.of(byToken(authorization.get()));
  }

  private Visitor byToken(String text) {
    int space = text.indexOf(' ');
    if (space > 0 && text.substring(0, space).toLowerCase(Locale.ROOT).equals("bearer")) {
      Optional<Visitor> visitor = doorman.byToken(text.substring(space + 1).strip());
      if (visitor.isPresent()) {
        return visitor.get();
      }
    }
    throw unauthenticated(
        "The token is not known, expired or revoked",
        "Bearer realm=\"sluice\", error=\"invalid_token\"");
  }

  /** Somebody must be known, and nobody is. */
  public static ProblemException unauthenticated() {
    return unauthenticated("A token or a session is needed", "Bearer realm=\"sluice\"");
  }

  private static ProblemException unauthenticated(String detail, String challenge) {
    return new ProblemException(
        ProblemKind.UNAUTHENTICATED,
        detail,
        "Send a token as 'Authorization: Bearer ...'; 'sluice token create' on the server's machine"
            + " makes one",
        List.of(),
        Map.of("WWW-Authenticate", challenge));
  }

  /**
   * Looks whether who came by a session has the token that only pages of this server know.
   *
   * @param sent by the header, or by the field of a form
   * @throws ProblemException {@link ProblemKind#CROSS_SITE} if not
   */
  public static void requireFormToken(Visitor visitor, Optional<String> sent) {
    if (visitor.formToken().isPresent()
        && sent.filter(token -> isEqual(token, visitor.formToken().get())).isEmpty()) {
      throw new ProblemException(
          ProblemKind.CROSS_SITE,
          "The token of the page's form is missing, or is of another session",
          "Load the page again; programs send a token as 'Authorization: Bearer ...' instead of a"
              + " cookie",
          List.of(),
          Map.of());
    }
  }

  /** Takes as long when they differ. */
  private static boolean isEqual(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
