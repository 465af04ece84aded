/**
 * Certificates for tests of what is encrypted. Begin at {@link
 * io.sluice.testkit.tls.CertificateAuthority}.
 */
@NullMarked
package io.sluice.testkit.tls;

import org.jspecify.annotations.NullMarked;
