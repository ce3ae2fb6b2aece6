// SPDX-License-Identifier: Apache-2.0
/**
 * A page that shows what the hubs of a program do, while they do it: {@link io.jevent.dashboard.Dashboard Dashboard}.
 */
@NullMarked
package io.jevent.dashboard;

import org.jspecify.annotations.NullMarked;
