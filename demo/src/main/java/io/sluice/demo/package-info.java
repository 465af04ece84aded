/** The demo: a small shop in an embedded PostgreSQL, copied live. */
@NullMarked
package io.sluice.demo;

import org.jspecify.annotations.NullMarked;
