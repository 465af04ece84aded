package io.sluice.acceptance.foreign;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A line of the page of connectors: what the test below it tries with somebody else's connector.
 * The line stands as long as the test passes; {@link ConnectorsPageTest} holds the page to it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Tried {
  /** How people call the connector. */
  String connector();

  /** Maven coordinates, as {@code acceptance/pom.xml} fetches them. */
  String artifact();

  /** {@code source} or {@code sink}. */
  String kind();

  /** What is tried, and in front of what. */
  String what();

  /** What came of it. */
  String result() default "runs";

  /** What one has to know. */
  String note() default "";
}
