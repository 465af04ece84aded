package io.sluice.server.console.page;

import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which pipelines the first page shows, and how sorted. All of it is in the page's address.
 *
 * @param text to be found in names, owners, descriptions, connectors, datasets; empty for all
 * @param namespace empty for all
 */
public record HomeQuery(String text, String namespace, Group group, Sort sort) {
  /** As the page is opened. */
  public static final HomeQuery ALL = new HomeQuery("", "", Group.ALL, Sort.TROUBLE);

  /** What one looks for. */
  public enum Group {
    ALL("All"),
    TROUBLE("Trouble"),
    RUNNING("Running"),
    IDLE("Not running");

    private final String label;

    Group(String label) {
      this.label = label;
    }

    /** What the page calls it. */
    public String label() {
      return label;
    }

    /** Whether a pipeline is among these. */
    public boolean has(Reading reading) {
      Tone tone = reading.tone();
      return switch (this) {
        case ALL -> true;
        case TROUBLE -> tone == Tone.BAD || tone == Tone.WARN;
        case RUNNING -> !TROUBLE.has(reading) && !IDLE.has(reading);
        case IDLE -> !TROUBLE.has(reading) && rests(reading.pipeline().state());
      };
    }

    private static boolean rests(PipelineState state) {
      return switch (state) {
        case STOPPED, COMPLETED, PAUSED, FAILED, INVALID -> true;
        case WAITING, STARTING, RUNNING, STALLED, RETRYING, STOPPING -> false;
      };
    }
  }

  /** The order; names decide among equals. */
  public enum Sort {
    TROUBLE(Comparator.comparing(Reading::tone)),
    NAME(Comparator.comparing(reading -> "")),
    FRESHNESS(Comparator.comparing((Reading reading) -> late(reading)).reversed()),
    RATE(Comparator.comparing((Reading reading) -> known(reading.rate())).reversed()),
    LAG(
        Comparator.comparing(
                (Reading reading) -> reading.lag().map(lag -> lag.toMillis()).orElse(-1L))
            .reversed());

    private final Comparator<Reading> order;

    Sort(Comparator<Reading> order) {
      this.order = order.thenComparing(reading -> reading.pipeline().name());
    }

    /** How it sorts. */
    public Comparator<Reading> order() {
      return order;
    }

    private static double known(double value) {
      return Double.isNaN(value) ? -1 : value;
    }

    private static long late(Reading reading) {
      return reading.freshness().map(time -> time.toMillis()).orElse(-1L);
    }
  }

  /** By the parameters of an address; what is not known is left out. */
  public static HomeQuery of(String text, String namespace, String group, String sort) {
    return new HomeQuery(
        text.strip(),
        namespace.strip(),
        named(Group.values(), group, Group.ALL),
        named(Sort.values(), sort, Sort.TROUBLE));
  }

  /** Whether a pipeline is shown. */
  public boolean shows(Reading reading) {
    return group.has(reading) && finds(reading);
  }

  /** Whether text and namespace fit, whatever the group. */
  public boolean finds(Reading reading) {
    PipelineView pipeline = reading.pipeline();
    if (!namespace.isEmpty() && !namespace.equals(pipeline.namespace())) {
      return false;
    }
    if (text.isEmpty()) {
      return true;
    }
    String wanted = text.toLowerCase(Locale.ROOT);
    return Stream.of(
            Stream.of(pipeline.name(), pipeline.namespace(), pipeline.source()),
            Stream.of(pipeline.state().name()),
            pipeline.owner().stream(),
            pipeline.description().stream(),
            pipeline.sinks().stream(),
            reading.datasets().stream())
        .flatMap(texts -> texts)
        .anyMatch(one -> one.toLowerCase(Locale.ROOT).contains(wanted));
  }

  /** The address of the page with another group. */
  public String with(Group other) {
    return new HomeQuery(text, namespace, other, sort).address();
  }

  /** The address of the page in another order. */
  public String with(Sort other) {
    return new HomeQuery(text, namespace, group, other).address();
  }

  /** The address of the page with this. */
  public String address() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("q", text);
    query.put("namespace", namespace);
    query.put("show", group == Group.ALL ? "" : name(group));
    query.put("sort", sort == Sort.TROUBLE ? "" : name(sort));
    return Addresses.query("/", query);
  }

  /** What stands for it in an address. */
  public static String name(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  private static <T extends Enum<T>> T named(T[] all, String name, T otherwise) {
    for (T one : all) {
      if (name(one).equals(name)) {
        return one;
      }
    }
    return otherwise;
  }
}
