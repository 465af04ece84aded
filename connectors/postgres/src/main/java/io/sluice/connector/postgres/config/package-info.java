/** The connector's settings */
@NullMarked
package io.sluice.connector.postgres.config;

import org.jspecify.annotations.NullMarked;
