// SPDX-License-Identifier: Apache-2.0
/**
 * What is defined in {@code java.lang} when something is patched, where every class loader and module sees it: patched
 * code calls it, and it calls whoever has put something into its fields. It may use nothing but {@code java.base}.
 */
@NullMarked
package io.jevent.internal.hooks;

import org.jspecify.annotations.NullMarked;
