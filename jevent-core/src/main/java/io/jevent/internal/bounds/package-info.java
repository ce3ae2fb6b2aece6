// SPDX-License-Identifier: Apache-2.0
/** Checks of arguments that many methods share. */
@NullMarked
package io.jevent.internal.bounds;

import org.jspecify.annotations.NullMarked;
