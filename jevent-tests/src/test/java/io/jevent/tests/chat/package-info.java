// SPDX-License-Identifier: Apache-2.0
/** The chat as a client without a browser sees it. */
@NullMarked
package io.jevent.tests.chat;

import org.jspecify.annotations.NullMarked;
