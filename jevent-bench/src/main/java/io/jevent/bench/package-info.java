// SPDX-License-Identifier: Apache-2.0
/**
 * The bench: runs jevent's workloads and the peers' in rounds that alternate, and prints their medians side by side.
 */
@NullMarked
package io.jevent.bench;

import org.jspecify.annotations.NullMarked;
