// SPDX-License-Identifier: Apache-2.0
/** Throwing what was caught elsewhere, as it is. */
@NullMarked
package io.jevent.internal.rethrow;

import org.jspecify.annotations.NullMarked;
