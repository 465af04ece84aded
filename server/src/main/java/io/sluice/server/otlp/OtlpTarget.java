package io.sluice.server.otlp;

import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.resources.ResourceBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where one kind of thing is sent, as OpenTelemetry's own environment variables say it: those of
 * the kind win over those of all kinds.
 *
 * @param grpc whether it is sent by gRPC; else by HTTP
 * @param endpoint where it is posted, or where the collector is that is called
 * @param headers of each request; may be secrets
 * @param timeout of one request
 * @param gzip whether requests are compressed
 * @param service what the server is called there
 * @param attributes of the resource, beside its name
 */
public record OtlpTarget(
    boolean grpc,
    URI endpoint,
    Map<String, String> headers,
    Duration timeout,
    boolean gzip,
    String service,
    Map<String, String> attributes) {
  private static final String HTTP = "http/protobuf";
  private static final String GRPC = "grpc";

  public OtlpTarget {
    headers = Map.copyOf(headers);
    attributes = Map.copyOf(attributes);
  }

  /**
   * Where this kind is sent; empty if no endpoint is named for it, or it is turned off.
   *
   * @throws IllegalArgumentException if a value cannot be understood; the message names the
   *     variable and no secret
   */
  public static Optional<OtlpTarget> of(Variables variables, OtlpSignal signal) {
    boolean own = variables.has(signal.own("ENDPOINT"));
    boolean off =
        variables.isTrue("OTEL_SDK_DISABLED")
            || variables.text(signal.exporter(), "otlp").equals("none");
    if (off || !own && !variables.has(signal.general("ENDPOINT"))) {
      return Optional.empty();
    }
    boolean grpc = isGrpc(variables, signal);
    Map<String, String> attributes = variables.pairs("OTEL_RESOURCE_ATTRIBUTES");
    String named = attributes.remove("service.name");
    return Optional.of(
        new OtlpTarget(
            grpc,
            endpoint(variables, signal, own, grpc),
            variables.pairs(specific(variables, signal, "HEADERS")),
            variables.millis(specific(variables, signal, "TIMEOUT"), 10_000),
            variables.text(specific(variables, signal, "COMPRESSION"), "none").equals("gzip"),
            variables.text("OTEL_SERVICE_NAME", named == null ? "sluice" : named),
            attributes));
  }

  private static String specific(Variables variables, OtlpSignal signal, String ending) {
    return variables.has(signal.own(ending)) ? signal.own(ending) : signal.general(ending);
  }

  private static boolean isGrpc(Variables variables, OtlpSignal signal) {
    String variable = specific(variables, signal, "PROTOCOL");
    String protocol = variables.text(variable, HTTP);
    if (!protocol.equals(HTTP) && !protocol.equals(GRPC)) {
      throw new IllegalArgumentException(
          variables.named(variable)
              + ": expected http/protobuf, which every collector takes on port 4318, or grpc, which"
              + " it takes on port 4317, found "
              + protocol);
    }
    return protocol.equals(GRPC);
  }

  /** A call of gRPC has its path by itself. */
  private static URI endpoint(Variables variables, OtlpSignal signal, boolean own, boolean grpc) {
    URI said = variables.address(own ? signal.own("ENDPOINT") : signal.general("ENDPOINT"));
    return own || grpc ? said : below(said, signal.path());
  }

  private static URI below(URI base, String path) {
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text : text + "/") + path);
  }

  /** Who sends. */
  public Resource resource() {
    ResourceBuilder resource = Resource.getDefault().toBuilder();
    attributes.forEach(resource::put);
    return resource.put("service.name", service).build();
  }

  @Override
  public String toString() {
    return "OtlpTarget[endpoint=" + endpoint.getHost() + ", headers=" + headers.keySet() + "]";
  }
}
