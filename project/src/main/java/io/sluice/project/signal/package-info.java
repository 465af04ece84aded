/** What is said to sources of pipelines that run in this process. */
@NullMarked
package io.sluice.project.signal;

import org.jspecify.annotations.NullMarked;
