/** Two servers on one state, and what becomes of one whose state goes away. */
@NullMarked
package io.sluice.acceptance.standby;

import org.jspecify.annotations.NullMarked;
