// SPDX-License-Identifier: Apache-2.0
/** Text for reports: stacks, spawn sites and failures, without the frames of jevent itself. */
@NullMarked
package io.jevent.internal.report;

import org.jspecify.annotations.NullMarked;
