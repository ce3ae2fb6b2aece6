// SPDX-License-Identifier: Apache-2.0
/** The parts of the JDK that can be patched, and the exception that is thrown if one cannot. */
@NullMarked
package io.jevent.monkey.patch;

import org.jspecify.annotations.NullMarked;
