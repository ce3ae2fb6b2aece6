// SPDX-License-Identifier: Apache-2.0
/** Looking names up without holding the hub. */
@NullMarked
package io.jevent.dns;

import org.jspecify.annotations.NullMarked;
