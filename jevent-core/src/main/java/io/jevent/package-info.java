// SPDX-License-Identifier: Apache-2.0
/** Greenlets: spawn them, wait for them, end them. */
@NullMarked
package io.jevent;

import org.jspecify.annotations.NullMarked;
