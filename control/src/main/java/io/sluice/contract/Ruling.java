package io.sluice.contract;

import static java.util.Objects.requireNonNull;

import io.sluice.contract.policy.Decision;
import io.sluice.contract.shape.Projection;
import io.sluice.contract.shape.UnfitException;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.gate.SchemaRefusal;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** What is done with the keys, or the values, of one schema. Used by one thread. */
abstract class Ruling {
  /** A key or value that goes on, with its schema. */
  record Data(@Nullable Schema schema, @Nullable Object value) {}

  /** It goes on as it is. */
  static final Ruling OPEN =
      new Ruling() {
        @Override
        Data apply(Data data) {
          return data;
        }
      };

  /**
   * What goes on in its place.
   *
   * @throws SchemaRefusal if the record is to be kept
   * @throws FaultException if the run is to stop
   */
  abstract Data apply(Data data);

  /** Records are kept among the dead letters. */
  static final class Refused extends Ruling {
    private final String subject;
    private final String message;
    private final Tally.OfEvent tally;

    Refused(String subject, String message, Tally.OfEvent tally) {
      this.subject = subject;
      this.message = message;
      this.tally = tally;
    }

    @Override
    Data apply(Data data) {
      tally.one();
      throw new SchemaRefusal(subject, message);
    }
  }

  /** Records go on without anybody's word. */
  static final class Unjudged extends Ruling {
    private final Tally.OfEvent tally;

    Unjudged(Tally.OfEvent tally) {
      this.tally = tally;
    }

    @Override
    Data apply(Data data) {
      tally.one();
      return data;
    }
  }

  /** Records go on in the schema that was accepted last. */
  static final class Frozen extends Ruling {
    private final String subject;
    private final int version;
    private final Projection projection;
    private final Decision unfit;
    private final Tally.OfEvent tally;

    /**
     * @param unfit what becomes of a record that cannot be brought into it: DEAD_LETTER or STOP
     */
    Frozen(
        String subject, int version, Projection projection, Decision unfit, Tally.OfEvent tally) {
      this.subject = subject;
      this.version = version;
      this.projection = requireNonNull(projection);
      this.unfit = unfit;
      this.tally = tally;
    }

    @Override
    Data apply(Data data) {
      try {
        Data made = new Data(projection.target(), projection.apply(data.value()));
        tally.one();
        return made;
      } catch (UnfitException misfit) {
        String message =
            "a record cannot be brought into version "
                + version
                + " of "
                + subject
                + ": "
                + misfit.getMessage();
        if (unfit == Decision.STOP) {
          throw new FaultException(
              Fault.SCHEMA_REFUSED,
              message
                  + ". Let the schema become a version, or change the contract or the source, then"
                  + " start again: the record is read again. In a pipeline without a topic"
                  + " on_incompatible: dead_letter keeps such records",
              misfit);
        }
        throw new SchemaRefusal(subject, message);
      }
    }
  }
}
