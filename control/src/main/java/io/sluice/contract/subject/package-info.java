/**
 * What a contract asks of a registry. Begin at SubjectRegistry: there is one in this process, and
 * there are others, which are reached by HTTP.
 */
@NullMarked
package io.sluice.contract.subject;

import org.jspecify.annotations.NullMarked;
