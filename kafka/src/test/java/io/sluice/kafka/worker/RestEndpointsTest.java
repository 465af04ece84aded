package io.sluice.kafka.worker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.connect.runtime.rest.resources.ConnectorPluginsResource;
import org.apache.kafka.connect.runtime.rest.resources.ConnectorsResource;
import org.apache.kafka.connect.runtime.rest.resources.LoggingResource;
import org.apache.kafka.connect.runtime.rest.resources.RootResource;
import org.junit.jupiter.api.Test;

/** Holds {@link RestApiTest} against the endpoints that Connect has: a new one wants a test too. */
class RestEndpointsTest {
  private static final Set<String> TRIED =
      Set.of(
          "GET /",
          "GET /health",
          "GET /connectors",
          "POST /connectors",
          "GET /connectors/{connector}",
          "DELETE /connectors/{connector}",
          "GET /connectors/{connector}/config",
          "PUT /connectors/{connector}/config",
          "PATCH /connectors/{connector}/config",
          "GET /connectors/{connector}/status",
          "POST /connectors/{connector}/restart",
          "PUT /connectors/{connector}/pause",
          "PUT /connectors/{connector}/resume",
          "PUT /connectors/{connector}/stop",
          "GET /connectors/{connector}/topics",
          "PUT /connectors/{connector}/topics/reset",
          "GET /connectors/{connector}/offsets",
          "PATCH /connectors/{connector}/offsets",
          "DELETE /connectors/{connector}/offsets",
          "GET /connectors/{connector}/tasks",
          "GET /connectors/{connector}/tasks/{task}/status",
          "POST /connectors/{connector}/tasks/{task}/restart",
          "GET /connector-plugins",
          "GET /connector-plugins/{pluginName}/config",
          "PUT /connector-plugins/{pluginName}/config/validate",
          "GET /admin/loggers",
          "GET /admin/loggers/{logger}",
          "PUT /admin/loggers/{logger}");

  @Test
  void each_endpoint_of_connects_is_tried() {
    Set<String> all = new TreeSet<>();
    Stream.of(
            RootResource.class,
            ConnectorsResource.class,
            ConnectorPluginsResource.class,
            LoggingResource.class)
        .forEach(resource -> endpoints(resource, all));

    assertThat(all).containsExactlyInAnyOrderElementsOf(TRIED);
  }

  private static void endpoints(Class<?> resource, Set<String> all) {
    String base = resource.getAnnotation(Path.class).value();
    for (Method method : resource.getMethods()) {
      for (Annotation annotation : method.getAnnotations()) {
        HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
        if (verb != null) {
          Path path = method.getAnnotation(Path.class);
          String whole = (base + (path == null ? "" : "/" + path.value())).replaceAll("/+", "/");
          all.add(verb.value() + " " + (whole.length() > 1 ? whole.replaceAll("/$", "") : whole));
        }
      }
    }
  }
}
