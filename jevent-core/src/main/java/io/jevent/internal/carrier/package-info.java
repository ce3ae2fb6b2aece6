// SPDX-License-Identifier: Apache-2.0
/** The only code that touches the JDK's internals: virtual threads on a scheduler of one's own. */
@NullMarked
package io.jevent.internal.carrier;

import org.jspecify.annotations.NullMarked;
