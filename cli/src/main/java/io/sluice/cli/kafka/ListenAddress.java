package io.sluice.cli.kafka;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the REST API of a worker is to listen. Looked at before anything starts, since Connect
 * comes to it last and then says neither address nor option.
 *
 * @param host a name, an address (version 6 in brackets), or empty for all of this machine
 * @param port 0 for one that is free
 */
record ListenAddress(String host, int port) {
  private static final Pattern FORM = Pattern.compile("(\\[[^\\]]+\\]|[^:/\\s]*):(\\d{1,9})");
  private static final int HIGHEST_PORT = 65_535;
  private static final String OTHER =
      "Name another with --listen HOST:PORT; port 0 takes a free one.";

  /**
   * Reads it.
   *
   * @throws CommandFailure when it is none
   */
  static ListenAddress of(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--listen: expected host:port but found '" + text + "'",
          "Such as --listen 10.0.0.5:8083.");
    }
    int port = Integer.parseInt(parts.group(2));
    if (port > HIGHEST_PORT) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--listen: expected a port from 0 to " + HIGHEST_PORT + " but found " + port,
          null);
    }
    return new ListenAddress(parts.group(1), port);
  }

  /**
   * Tries whether one may listen there now.
   *
   * @throws CommandFailure when it is no address of this machine, or somebody listens there
   */
  void requireFree() {
    InetAddress address = address();
    try (ServerSocket socket = new ServerSocket()) {
      if (!address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) == null) {
        throw new CommandFailure(
            ExitCode.USAGE, host + ", which --listen names, is no address of this machine", OTHER);
      }
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.CONFLICT,
          this + ", where Kafka Connect's REST API is to listen, cannot be had: " + e.getMessage(),
          OTHER,
          e);
    }
  }

  private InetAddress address() {
    try {
      return host.isEmpty() ? new InetSocketAddress(0).getAddress() : InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no host " + host + ", which --listen names",
          "Mind its spelling, and the name service of this machine.",
          e);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
