/**
 * Runs all pipelines of a folder in one process, and serves an API and a console. Its packages:
 *
 * <ul>
 *   <li>{@code folder}: what the files of a project say, and what differs from what runs
 *   <li>{@code fleet}: what runs; it keeps pipelines as they are wanted
 *   <li>{@code view}: what is shown of them; everybody reads it
 *   <li>{@code operate}: what people may ask of them
 *   <li>{@code history}: how it went, within bounds
 *   <li>{@code health}, {@code metrics}: what machines ask
 *   <li>{@code access}: who may do what
 *   <li>{@code http}: requests, before anybody knows what they are about
 *   <li>{@code api}: the endpoints under {@code /api/v1}
 *   <li>{@code console}: pages
 * </ul>
 */
@NullMarked
package io.sluice.server;

import org.jspecify.annotations.NullMarked;
