// SPDX-License-Identifier: Apache-2.0
/** Values that are sent to a page while they arise. */
@NullMarked
package io.jevent.examples.plot;

import org.jspecify.annotations.NullMarked;
