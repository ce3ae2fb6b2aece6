// SPDX-License-Identifier: Apache-2.0
/** Greenlets in code that knows nothing of them. */
@NullMarked
package io.jevent.tests.foreign;

import org.jspecify.annotations.NullMarked;
