// SPDX-License-Identifier: Apache-2.0
/** What must not show after minutes either. */
@NullMarked
package io.jevent.tests.soak;

import org.jspecify.annotations.NullMarked;
