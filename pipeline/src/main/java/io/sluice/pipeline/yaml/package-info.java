/**
 * YAML with the place of every node, and the problems that are found in it. Begin at YamlTree; text
 * comes in by YamlText, whatever it holds. Knows nothing of pipelines.
 */
@NullMarked
package io.sluice.pipeline.yaml;

import org.jspecify.annotations.NullMarked;
