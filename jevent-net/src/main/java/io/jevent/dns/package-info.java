// SPDX-License-Identifier: Apache-2.0
/** Looks names up without blocking the hub. */
@NullMarked
package io.jevent.dns;

import org.jspecify.annotations.NullMarked;
