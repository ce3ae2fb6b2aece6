// SPDX-License-Identifier: Apache-2.0
/** What an operation costs in things that can be counted exactly: bytes of garbage and system calls. */
@NullMarked
package io.jevent.tests.cost;

import org.jspecify.annotations.NullMarked;
