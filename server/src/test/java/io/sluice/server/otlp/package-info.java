@NullMarked
package io.sluice.server.otlp;

import org.jspecify.annotations.NullMarked;
