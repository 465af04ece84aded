package io.sluice.server.console.page;

import java.util.Optional;

/**
 * Where one says who one is.
 *
 * @param back the page that was asked for
 * @param failed why the last try was refused; empty at first
 * @param provider what the sign-in of an organisation is called; empty if there is none
 * @param signedOut where who has just signed out here does so at their provider as well; empty if
 *     nobody has
 */
public record SignInPage(
    Frame frame,
    String back,
    Optional<String> failed,
    Optional<Link> provider,
    Optional<Link> signedOut) {}
