/** What tests of connectors, transforms and pipelines stand on. */
@NullMarked
package io.sluice.testkit;

import org.jspecify.annotations.NullMarked;
