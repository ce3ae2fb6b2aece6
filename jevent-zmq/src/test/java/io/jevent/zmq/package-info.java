// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code io.jevent.zmq}. */
@NullMarked
package io.jevent.zmq;

import org.jspecify.annotations.NullMarked;
