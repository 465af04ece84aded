/**
 * Files with schemas held against a registry. Begin at {@link
 * io.sluice.cli.schema.judge.FileCheck}.
 */
@NullMarked
package io.sluice.cli.schema.judge;

import org.jspecify.annotations.NullMarked;
