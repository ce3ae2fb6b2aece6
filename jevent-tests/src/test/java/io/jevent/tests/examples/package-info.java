// SPDX-License-Identifier: Apache-2.0
/** Every program of jevent-examples does what it says. */
@NullMarked
package io.jevent.tests.examples;

import org.jspecify.annotations.NullMarked;
