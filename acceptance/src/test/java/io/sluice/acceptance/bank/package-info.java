/**
 * A bank whose total never changes, copied while money moves. Begin at {@link
 * io.sluice.acceptance.bank.BankTest}.
 */
@NullMarked
package io.sluice.acceptance.bank;

import org.jspecify.annotations.NullMarked;
