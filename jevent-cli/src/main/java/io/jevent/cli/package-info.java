// SPDX-License-Identifier: Apache-2.0
/** The Java side of the launcher: {@link io.jevent.cli.Main} is its main class. */
@NullMarked
package io.jevent.cli;

import org.jspecify.annotations.NullMarked;
