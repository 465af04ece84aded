/**
 * What is shown of pipelines: to pages, to the API, to metrics alike. Depends on nothing else of
 * the server.
 */
@NullMarked
package io.sluice.server.view;

import org.jspecify.annotations.NullMarked;
