// SPDX-License-Identifier: Apache-2.0
/**
 * Runs Python programs that use gevent; {@link io.jevent.python.PythonMain} is the class that {@code ./jevent} starts.
 */
@NullMarked
package io.jevent.python;

import org.jspecify.annotations.NullMarked;
