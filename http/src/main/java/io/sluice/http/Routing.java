package io.sluice.http;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds who answers a request, by its method and path. */
public final class Routing {
  private static final Logger LOG = LoggerFactory.getLogger(Routing.class);

  private Routing() {}

  /**
   * A servlet that does.
   *
   * @param form of what is said when even that fails on which refusals can rely
   * @param paths lays them, once, before this returns
   */
  public static Servlet of(ErrorForm form, Consumer<RoutesConfig> paths) {
    return Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.startupWatcherEnabled = false;
              config.http.prefer405over404 = true;
              config.router.javaLangErrorHandler(
                  (response, error) -> writeFailure(form, response, error));
              paths.accept(config.routes);
            })
        .javalinServlet();
  }

  private static void writeFailure(ErrorForm form, HttpServletResponse response, Error error) {
    LOG.error("A request failed", error);
    response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    form.headers().forEach(response::setHeader);
    try {
      response.getOutputStream().write(form.failure());
    } catch (IOException e) {
      LOG.debug("The client is gone", e);
    }
  }
}
