/**
 * The registry beside those of others: answers held against Apicurio's, and clients that others
 * wrote driven against it.
 */
@NullMarked
package io.sluice.acceptance.registry;

import org.jspecify.annotations.NullMarked;
