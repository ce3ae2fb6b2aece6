// SPDX-License-Identifier: Apache-2.0
/** What the monkey module is measured against: the same in greenlets, with nothing patched. */
@NullMarked
package io.jevent.bench.workload.unpatched;

import org.jspecify.annotations.NullMarked;
