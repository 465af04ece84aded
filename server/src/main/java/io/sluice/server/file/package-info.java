/**
 * Pipeline files as people edit them over the API: the files of the project stay the truth. Begin
 * at {@link io.sluice.server.file.PipelineFiles}.
 */
@NullMarked
package io.sluice.server.file;

import org.jspecify.annotations.NullMarked;
