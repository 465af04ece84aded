package io.sluice.plugin;

/**
 * There is no plugin of that kind and name at all: another kind may have one. The message says
 * which names come near.
 */
public final class UnknownPluginException extends PluginException {
  private static final long serialVersionUID = 1L;

  public UnknownPluginException(String message) {
    super(message);
  }
}
