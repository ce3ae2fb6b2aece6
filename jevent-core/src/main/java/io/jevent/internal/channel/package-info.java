// SPDX-License-Identifier: Apache-2.0
/** Looks into channels of the JDK; exported to jevent's module of sockets only. */
@NullMarked
package io.jevent.internal.channel;

import org.jspecify.annotations.NullMarked;
