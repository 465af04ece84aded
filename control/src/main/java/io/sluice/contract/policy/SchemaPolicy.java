package io.sluice.contract.policy;

import io.sluice.contract.policy.Finding.Change;
import io.sluice.contract.policy.Finding.First;
import io.sluice.contract.policy.Finding.Inexpressible;
import io.sluice.contract.policy.Finding.Known;
import io.sluice.pipeline.SchemaContract;
import java.util.Locale;

/** What a contract says of each finding. Immutable. */
public final class SchemaPolicy {
  private final SchemaContract contract;
  private final Decision kept;

  /** Where records can be kept among dead letters. */
  public SchemaPolicy(SchemaContract contract) {
    this(contract, true);
  }

  /**
   * @param letters whether there are dead letters; where there are none, what would be kept stops
   */
  public SchemaPolicy(SchemaContract contract, boolean letters) {
    this.contract = contract;
    this.kept = letters ? Decision.DEAD_LETTER : Decision.STOP;
  }

  /**
   * A ruling and the key of the file that it follows from.
   *
   * @param because as the file says it, such as {@code on_change: freeze}; empty where the file has
   *     no say
   */
  public record Ruled(Decision decision, String because) {}

  /** What is to be done. */
  public Ruled decide(Finding finding) {
    if (finding instanceof Known) {
      return new Ruled(Decision.ACCEPT, "");
    }
    if (finding instanceof First) {
      return new Ruled(Decision.REGISTER, "");
    }
    if (finding instanceof Change change) {
      return change.conflicts().isEmpty() ? allowed() : notAllowed(true);
    }
    if (finding instanceof Inexpressible inexpressible) {
      return notAllowed(inexpressible.latest() > 0);
    }
    return switch (contract.onSchemaless()) {
      case PASS -> new Ruled(Decision.PASS, "on_schemaless: pass");
      case REFUSE -> notAllowed(false);
    };
  }

  private Ruled allowed() {
    Decision decision =
        switch (contract.onChange()) {
          case EVOLVE -> Decision.REGISTER;
          case FREEZE -> Decision.FREEZE;
          case DEAD_LETTER -> kept;
          case STOP -> Decision.STOP;
        };
    return new Ruled(decision, "on_change: " + word(contract.onChange()));
  }

  /**
   * @param accepted whether there is an accepted schema that records could go on in
   */
  private Ruled notAllowed(boolean accepted) {
    Decision decision =
        switch (contract.onIncompatible()) {
          case STOP -> Decision.STOP;
          case DEAD_LETTER -> kept;
          case FREEZE -> accepted ? Decision.FREEZE : kept;
        };
    return new Ruled(decision, onIncompatible());
  }

  /**
   * What is done with a record of a frozen schema that cannot be brought into the accepted one:
   * where the file freezes both kinds of change, it is kept.
   */
  public Ruled unfit() {
    return notAllowed(false);
  }

  private String onIncompatible() {
    return "on_incompatible: " + word(contract.onIncompatible());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
