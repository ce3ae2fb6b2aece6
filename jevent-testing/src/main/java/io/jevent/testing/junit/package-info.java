// SPDX-License-Identifier: Apache-2.0
/** The test kit in JUnit Jupiter: one annotation. */
@NullMarked
package io.jevent.testing.junit;

import org.jspecify.annotations.NullMarked;
