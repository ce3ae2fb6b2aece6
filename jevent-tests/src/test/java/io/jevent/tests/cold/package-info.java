// SPDX-License-Identifier: Apache-2.0
/** Programs in a cold JVM, whose compiler has not seen them run. */
@NullMarked
package io.jevent.tests.cold;

import org.jspecify.annotations.NullMarked;
