// SPDX-License-Identifier: Apache-2.0
/** Tests of what grows: nothing stays of an operation that is over, and none costs more among many than among few. */
@NullMarked
package io.jevent.tests.growth;

import org.jspecify.annotations.NullMarked;
