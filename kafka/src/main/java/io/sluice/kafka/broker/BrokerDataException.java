package io.sluice.kafka.broker;

import org.jspecify.annotations.Nullable;

/** The data of a broker cannot be used as it is; the message names the file. */
public final class BrokerDataException extends BrokerException {
  private static final long serialVersionUID = 1L;

  BrokerDataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What whoever has the data can do. */
  public String advice() {
    return "Put the file back from a copy of the folder, or use the version of Sluice that wrote"
        + " it. To begin anew without its topics and positions, move the folder kafka away.";
  }
}
