package io.sluice.kafka.broker;

/** Another broker, of this process or another one, has the folder. */
public final class FolderInUseException extends BrokerException {
  private static final long serialVersionUID = 1L;

  FolderInUseException(String message) {
    super(message, null);
  }
}
