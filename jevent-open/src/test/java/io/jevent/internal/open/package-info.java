// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.jevent.internal.open;

import org.jspecify.annotations.NullMarked;
