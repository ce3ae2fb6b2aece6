// SPDX-License-Identifier: Apache-2.0
/** The rules that no compiler knows, checked on the class files of the build under test. */
@NullMarked
package io.jevent.tests.architecture;

import org.jspecify.annotations.NullMarked;
