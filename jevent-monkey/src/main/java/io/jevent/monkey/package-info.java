// SPDX-License-Identifier: Apache-2.0
/**
 * Makes code that knows nothing of jevent cooperative: what it waits for with the JDK's own classes it waits for on the
 * hub.
 */
@NullMarked
package io.jevent.monkey;

import org.jspecify.annotations.NullMarked;
