package io.sluice.registry.http.call;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What every answer that refuses says.
 *
 * @param errorCode by which clients decide
 * @param message for people
 */
public record ErrorDocument(@JsonProperty("error_code") int errorCode, String message) {}
