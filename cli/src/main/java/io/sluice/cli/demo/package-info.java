/**
 * {@code sluice demo}: a shop that never rests, copied live. Begin at {@link
 * io.sluice.cli.demo.DemoCommand}; the shop itself is in {@code io.sluice.demo}.
 */
@NullMarked
package io.sluice.cli.demo;

import org.jspecify.annotations.NullMarked;
