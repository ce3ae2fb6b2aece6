// SPDX-License-Identifier: Apache-2.0
/** Interfaces between jevent's own modules; exported to them only. */
@NullMarked
package io.jevent.internal.access;

import org.jspecify.annotations.NullMarked;
