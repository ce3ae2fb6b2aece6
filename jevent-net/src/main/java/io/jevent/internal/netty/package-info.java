// SPDX-License-Identifier: Apache-2.0
/** A hub's loop on Netty's {@code ManualIoEventLoop}, which the hub's own thread drives. */
@NullMarked
package io.jevent.internal.netty;

import org.jspecify.annotations.NullMarked;
