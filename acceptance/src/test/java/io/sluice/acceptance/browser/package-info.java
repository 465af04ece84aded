/**
 * The console as a person meets it: the server of the distribution, in a process of its own, and a
 * real browser. Begin at {@link io.sluice.acceptance.browser.FirstUserTest}.
 */
@NullMarked
package io.sluice.acceptance.browser;

import org.jspecify.annotations.NullMarked;
