/** A project that one server runs, while people work with it and things go wrong. */
@NullMarked
package io.sluice.acceptance.served;

import org.jspecify.annotations.NullMarked;
