// SPDX-License-Identifier: Apache-2.0
/**
 * Classes that the agent defines in {@code java.lang}, where every class loader and module sees them: patched code
 * calls them, and they call the functions in their fields. They use {@code java.base} only.
 */
@NullMarked
package io.jevent.internal.hooks;

import org.jspecify.annotations.NullMarked;
