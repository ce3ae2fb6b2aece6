// SPDX-License-Identifier: Apache-2.0
/** Attaches values to objects of other code without keeping them alive. */
@NullMarked
package io.jevent.internal.weak;

import org.jspecify.annotations.NullMarked;
