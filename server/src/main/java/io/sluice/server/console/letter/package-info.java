/** What the pages of dead letters show: kinds over time, single letters, copies, jobs. */
@NullMarked
package io.sluice.server.console.letter;

import org.jspecify.annotations.NullMarked;
