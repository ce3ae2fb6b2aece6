// SPDX-License-Identifier: Apache-2.0
/** Starts the monitors that a setting asks for. */
@NullMarked
package io.jevent.internal.monitor;

import org.jspecify.annotations.NullMarked;
