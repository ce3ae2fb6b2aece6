// SPDX-License-Identifier: Apache-2.0
/** Records what greenlets do, and draws it. */
@NullMarked
package io.jevent.trace;

import org.jspecify.annotations.NullMarked;
