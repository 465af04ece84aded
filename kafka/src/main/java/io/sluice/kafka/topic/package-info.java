/**
 * The topics of pipelines, made and changed on the brokers before connectors run. Begin at {@link
 * io.sluice.kafka.topic.TopicPlan}, which decides and asks nobody; {@link
 * io.sluice.kafka.topic.BrokerTopics} asks and does.
 */
@NullMarked
package io.sluice.kafka.topic;

import org.jspecify.annotations.NullMarked;
