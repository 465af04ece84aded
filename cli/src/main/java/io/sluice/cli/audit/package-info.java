/**
 * Who changed what by hand, and whether that is the whole truth: {@code sluice audit}. Begin at
 * {@link io.sluice.cli.audit.AuditCommand}.
 */
@NullMarked
package io.sluice.cli.audit;

import org.jspecify.annotations.NullMarked;
