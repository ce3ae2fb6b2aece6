// SPDX-License-Identifier: Apache-2.0
/** jevent started without an AOT cache. */
@NullMarked
package io.jevent.bench.workload.plain;

import org.jspecify.annotations.NullMarked;
