/** What each page shows. Records, ready for the templates. */
@NullMarked
package io.sluice.server.console.page;

import org.jspecify.annotations.NullMarked;
