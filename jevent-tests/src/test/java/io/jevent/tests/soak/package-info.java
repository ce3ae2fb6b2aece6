// SPDX-License-Identifier: Apache-2.0
/** Tests that run for minutes. */
@NullMarked
package io.jevent.tests.soak;

import org.jspecify.annotations.NullMarked;
