// SPDX-License-Identifier: Apache-2.0
/** The sockets of a simulated network, as the adapters of the APIs for sockets use them. */
@NullMarked
package io.jevent.internal.wire;

import org.jspecify.annotations.NullMarked;
