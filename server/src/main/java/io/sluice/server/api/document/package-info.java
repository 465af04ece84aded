/**
 * What the API says and takes, as records: each is a schema of the description. Names and units are
 * a promise: keys in snake case as the command's {@code -o json} has them, moments in ISO 8601,
 * durations in milliseconds ({@code _ms}), states in lower case; what is not known is absent. Begin
 * at {@link io.sluice.server.api.document.PipelineDocument}.
 */
@NullMarked
package io.sluice.server.api.document;

import org.jspecify.annotations.NullMarked;
