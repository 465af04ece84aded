/** What people may ask of pipelines, each of it recorded with who asked. */
@NullMarked
package io.sluice.server.operate;

import org.jspecify.annotations.NullMarked;
