// SPDX-License-Identifier: Apache-2.0
/** Programs with a {@code main} of their own, in a process of their own, that a signal ends. */
@NullMarked
package io.jevent.tests.shutdown;

import org.jspecify.annotations.NullMarked;
