// SPDX-License-Identifier: Apache-2.0
/** A small replicated log after Raft (Ongaro, Ousterhout 2014) in blocking style, and mutants of it. */
@NullMarked
package io.jevent.tests.sim.raft;

import org.jspecify.annotations.NullMarked;
