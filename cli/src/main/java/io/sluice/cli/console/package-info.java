/**
 * What every command says and how: text or JSON, colours only where a person looks, exit codes that
 * never change their meaning. Begin at {@link io.sluice.cli.console.Output}. Knows nothing of
 * pipelines.
 */
@NullMarked
package io.sluice.cli.console;

import org.jspecify.annotations.NullMarked;
