// SPDX-License-Identifier: Apache-2.0
/** Greenlets that take messages from an inbox, one after the other. */
@NullMarked
package io.jevent.actor;

import org.jspecify.annotations.NullMarked;
