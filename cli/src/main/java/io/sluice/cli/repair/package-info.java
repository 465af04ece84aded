/**
 * What an operator changes by hand in a pipeline's state: its position and its dead letters. Begin
 * at {@link io.sluice.cli.repair.OffsetsCommand} and {@link io.sluice.cli.repair.DlqCommand}. Every
 * change is recorded in the audit.
 */
@NullMarked
package io.sluice.cli.repair;

import org.jspecify.annotations.NullMarked;
