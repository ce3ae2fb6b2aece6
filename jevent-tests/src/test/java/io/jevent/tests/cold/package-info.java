// SPDX-License-Identifier: Apache-2.0
/** What happens before the compiler of the JVM has seen a program run. */
@NullMarked
package io.jevent.tests.cold;

import org.jspecify.annotations.NullMarked;
