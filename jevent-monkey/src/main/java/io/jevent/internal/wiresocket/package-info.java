// SPDX-License-Identifier: Apache-2.0
/** The sockets, channels and selectors of the JDK over the network of a simulation. */
@NullMarked
package io.jevent.internal.wiresocket;

import org.jspecify.annotations.NullMarked;
