// SPDX-License-Identifier: Apache-2.0
/** How patching is done. */
@NullMarked
package io.jevent.internal.monkey;

import org.jspecify.annotations.NullMarked;
