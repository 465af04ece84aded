package io.sluice.project;

import io.sluice.contract.subject.RemoteSubjects;
import io.sluice.engine.fault.FaultException;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.kafka.ContractOnKafka;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.pipeline.secret.UnresolvedSecretException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * Whether the registry that a pipeline's contract is held with can be asked. The one in the
 * project's state always can.
 */
final class ContractProblems {
  private ContractProblems() {}

  /**
   * Asks it.
   *
   * @param folder of the pipeline file
   */
  static List<Problem> found(Optional<SchemaContract> contract, Path folder, Secrets secrets) {
    if (contract.isEmpty()) {
      return List.of();
    }
    try {
      probe(contract.get(), folder, secrets);
      return List.of();
    } catch (RetriableException away) {
      return List.of(
          Problem.error(
              place(contract.get(), folder),
              "the schema registry does not answer: " + away.getMessage(),
              "A pipeline that runs already waits for it"));
    } catch (FaultException refused) {
      return List.of(
          Problem.error(place(contract.get(), folder), String.valueOf(refused.getMessage()), null));
    } catch (UnresolvedSecretException missing) {
      return List.of(
          Problem.error(place(contract.get(), folder), String.valueOf(missing.getMessage()), null));
    }
  }

  /**
   * What is wrong with the contract of a pipeline on Kafka beside that: a project with a cluster
   * has workers elsewhere, which do not have its state.
   */
  static List<Problem> foundOnKafka(
      Optional<ContractOnKafka> promised, Path folder, Secrets secrets) {
    Optional<SchemaContract> contract = promised.map(ContractOnKafka::contract);
    if (contract.isEmpty()
        || RegistryAddress.said(contract.get(), folder).isPresent()
        || ProjectSettings.read(folder).cluster().values().isEmpty()) {
      return found(contract, folder, secrets);
    }
    return List.of(
        Problem.error(
            promised.get().place(),
            "the contract is held with the registry in this folder's state, which the workers of"
                + " the cluster in "
                + ProjectFile.NAME
                + " do not have",
            "Name a registry that they reach: 'registry' here, or in "
                + ProjectFile.NAME
                + " for all pipelines. 'sluice registry' serves one"));
  }

  /** Whether it gives no answer at this moment. */
  static boolean isUnreachable(Optional<SchemaContract> promised, Path folder, Secrets secrets) {
    try {
      promised.ifPresent(contract -> probe(contract, folder, secrets));
      return false;
    } catch (RetriableException away) {
      return true;
    } catch (FaultException | UnresolvedSecretException refused) {
      return false;
    }
  }

  private static void probe(SchemaContract contract, Path folder, Secrets secrets) {
    Optional<Map<String, String>> address = RegistryAddress.resolved(contract, folder, secrets);
    if (address.isPresent()) {
      try (RemoteSubjects registry = RemoteSubjects.at(address.get())) {
        registry.probe();
      }
    }
  }

  private static Place place(SchemaContract contract, Path folder) {
    return RegistryAddress.said(contract, folder).orElseThrow().place();
  }
}
