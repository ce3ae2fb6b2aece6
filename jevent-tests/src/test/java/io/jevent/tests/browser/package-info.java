// SPDX-License-Identifier: Apache-2.0
/** The pages of the examples, in a real browser. */
@NullMarked
package io.jevent.tests.browser;

import org.jspecify.annotations.NullMarked;
