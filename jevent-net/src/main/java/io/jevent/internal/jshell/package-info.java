// SPDX-License-Identifier: Apache-2.0
/**
 * Runs JShell on a hub. JShell passes compiled snippets as {@link java.lang.reflect.Method}s, so they are invoked by
 * reflection.
 */
@NullMarked
package io.jevent.internal.jshell;

import org.jspecify.annotations.NullMarked;
