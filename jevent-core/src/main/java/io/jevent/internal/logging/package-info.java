// SPDX-License-Identifier: Apache-2.0
/** The loggers of jevent; exported to jevent's modules only. */
@NullMarked
package io.jevent.internal.logging;

import org.jspecify.annotations.NullMarked;
