// SPDX-License-Identifier: Apache-2.0
/** The settings of all modules, from system properties and the environment; exported to jevent's modules only. */
@NullMarked
package io.jevent.internal.settings;

import org.jspecify.annotations.NullMarked;
