/**
 * What the project file says of the server of its folder, of the connectors that its pipelines may
 * name, and of where metrics and traces are sent. Begin at ServerSpec. Knows nothing of how one is
 * run.
 */
@NullMarked
package io.sluice.pipeline.server;

import org.jspecify.annotations.NullMarked;
