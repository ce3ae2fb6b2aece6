// SPDX-License-Identifier: Apache-2.0
/** What starts processes and sends them signals. */
@NullMarked
package io.jevent.internal.process;

import org.jspecify.annotations.NullMarked;
