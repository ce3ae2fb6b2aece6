// SPDX-License-Identifier: Apache-2.0
/** The complete service among the examples, in its own process, with a real Redis. */
@NullMarked
package io.jevent.tests.service;

import org.jspecify.annotations.NullMarked;
