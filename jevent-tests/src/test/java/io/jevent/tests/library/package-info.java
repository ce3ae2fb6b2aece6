// SPDX-License-Identifier: Apache-2.0
/** jevent as a dependency of somebody else's build. */
@NullMarked
package io.jevent.tests.library;

import org.jspecify.annotations.NullMarked;
