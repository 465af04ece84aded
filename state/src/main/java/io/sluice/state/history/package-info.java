/**
 * What has been done: the runs of pipelines, and what operators changed by hand. Begin at Runs,
 * then Audit. Both are read by people and decide nothing.
 */
@NullMarked
package io.sluice.state.history;

import org.jspecify.annotations.NullMarked;
