/** Numbers as people read them, in a terminal and on a page alike. */
@NullMarked
package io.sluice.project.text;

import org.jspecify.annotations.NullMarked;
