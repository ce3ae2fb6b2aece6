// SPDX-License-Identifier: Apache-2.0
/** Starts processes and sends them signals. */
@NullMarked
package io.jevent.internal.process;

import org.jspecify.annotations.NullMarked;
