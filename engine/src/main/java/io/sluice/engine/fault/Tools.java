package io.sluice.engine.fault;

import java.time.Clock;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.slf4j.Logger;

/**
 * What every worker of a pipeline uses of the engine around it.
 *
 * @param clock the wall's, for what people see and what records carry
 * @param ticker for durations
 * @param pause how a thread waits before another attempt
 * @param metrics what plugins may register figures with
 */
public record Tools(
    Clock clock,
    Ticker ticker,
    Pause pause,
    Failpoints failpoints,
    Supplier<PluginMetrics> metrics,
    Logger log) {}
