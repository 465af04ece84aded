/** The pipeline file: YAML to records, with every problem and its line. */
@NullMarked
package io.sluice.pipeline;

import org.jspecify.annotations.NullMarked;
