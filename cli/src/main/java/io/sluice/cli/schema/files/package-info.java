/**
 * Files with schemas, as people keep them in a repository: which there are, whose they are, and
 * what they need of each other. Begin at {@link io.sluice.cli.schema.files.SchemaFiles}. Knows
 * nothing of registries.
 */
@NullMarked
package io.sluice.cli.schema.files;

import org.jspecify.annotations.NullMarked;
