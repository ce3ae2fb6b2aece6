// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code ./jevent}, run as a process in a checkout that is made for the test. */
@NullMarked
package io.jevent.tests.launcher;

import org.jspecify.annotations.NullMarked;
