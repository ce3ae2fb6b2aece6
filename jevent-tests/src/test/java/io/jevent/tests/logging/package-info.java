// SPDX-License-Identifier: Apache-2.0
/** Where jevent's reports go in programs that configure logging, and in those that do not. */
@NullMarked
package io.jevent.tests.logging;

import org.jspecify.annotations.NullMarked;
