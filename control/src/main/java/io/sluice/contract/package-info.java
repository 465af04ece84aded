/**
 * What a pipeline promises about the schemas of its records, and who holds it to that. Begin at
 * Contracts, which the engine asks for a ContractGate; its Judge asks the registry, has the policy
 * decide, and notes the decision.
 */
@NullMarked
package io.sluice.contract;

import org.jspecify.annotations.NullMarked;
