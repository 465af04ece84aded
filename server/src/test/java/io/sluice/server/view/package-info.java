@NullMarked
package io.sluice.server.view;

import org.jspecify.annotations.NullMarked;
