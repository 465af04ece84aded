/**
 * New pipelines, made in the console or over the API: what to make them of, and their files. Begin
 * at {@link io.sluice.server.draft.Workbench}.
 */
@NullMarked
package io.sluice.server.draft;

import org.jspecify.annotations.NullMarked;
