/** Single values */
@NullMarked
package io.sluice.connector.postgres.value;

import org.jspecify.annotations.NullMarked;
