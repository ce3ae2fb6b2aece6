// SPDX-License-Identifier: Apache-2.0
/** The workloads that the monkey module is compared with: the same in greenlets, with nothing patched. */
@NullMarked
package io.jevent.bench.workload.unpatched;

import org.jspecify.annotations.NullMarked;
