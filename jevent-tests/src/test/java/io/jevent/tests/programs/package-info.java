// SPDX-License-Identifier: Apache-2.0
/** Runs whole programs inside a test, without taking their time. */
@NullMarked
package io.jevent.tests.programs;

import org.jspecify.annotations.NullMarked;
