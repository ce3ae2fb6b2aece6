// SPDX-License-Identifier: Apache-2.0
/** The HTTP client beside that of the JDK. */
@NullMarked
package io.jevent.tests.client;

import org.jspecify.annotations.NullMarked;
