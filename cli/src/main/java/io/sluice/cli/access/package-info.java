/**
 * {@code sluice token}: who may come to the server of a folder. It works on the state itself, so
 * that a lost token locks nobody out who may read it, and needs no server that runs.
 */
@NullMarked
package io.sluice.cli.access;

import org.jspecify.annotations.NullMarked;
