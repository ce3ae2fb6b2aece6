// SPDX-License-Identifier: Apache-2.0
/** A program that the tests run in JVMs of its own; in a package that no module has. */
@NullMarked
package io.jevent.opened;

import org.jspecify.annotations.NullMarked;
