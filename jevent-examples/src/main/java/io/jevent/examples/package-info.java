// SPDX-License-Identifier: Apache-2.0
/** Programs to read and to run: {@code ./jevent example} lists them. */
@NullMarked
package io.jevent.examples;

import org.jspecify.annotations.NullMarked;
