package io.sluice.server.http;

import io.sluice.server.http.door.Doorman;
import io.sluice.server.http.event.EventHub;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Whom a web server asks.
 *
 * @param doorman who knows people
 * @param namespaces of a pipeline by its name; empty if there is none of that name
 * @param pages what people see of problems
 * @param events who sends them; the caller closes it, before the server
 * @param redact takes secrets out of what problems say
 * @param answers hears of each request that was answered
 */
public record WebParts(
    Doorman doorman,
    Function<String, Optional<String>> namespaces,
    Pages pages,
    EventHub events,
    UnaryOperator<String> redact,
    SecureRandom random,
    AnswerCount answers) {}
