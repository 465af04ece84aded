/** What is looked at before anybody is let in: secrets, and which page sent a request. */
@NullMarked
package io.sluice.http.access;

import org.jspecify.annotations.NullMarked;
