/**
 * What drawings are made of: where their lines and boxes are. Knows nothing of pipelines nor of
 * HTML; templates make SVG of it.
 */
@NullMarked
package io.sluice.server.console.chart;

import org.jspecify.annotations.NullMarked;
