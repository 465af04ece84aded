/**
 * Who somebody is, and what they may do. Everything is refused that no role allows. What there is:
 *
 * <ul>
 *   <li>here: who, what, where, as everybody speaks of it
 *   <li>{@code token}, {@code session}, {@code user}: what is remembered, in the state
 *   <li>{@code signin}, {@code oidc}: the ways in
 *   <li>{@code door}: who stands at it, and has all of these
 *   <li>{@code store}: the tables
 * </ul>
 */
@NullMarked
package io.sluice.server.access;

import org.jspecify.annotations.NullMarked;
