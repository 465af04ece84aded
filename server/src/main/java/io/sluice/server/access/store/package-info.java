/** The tables of who may come. Each class works inside a transaction of whoever calls. */
@NullMarked
package io.sluice.server.access.store;

import org.jspecify.annotations.NullMarked;
