// SPDX-License-Identifier: Apache-2.0
/** JShell on a hub. It hands what it compiled over as methods of reflection, so they are called that way. */
@NullMarked
package io.jevent.internal.jshell;

import org.jspecify.annotations.NullMarked;
