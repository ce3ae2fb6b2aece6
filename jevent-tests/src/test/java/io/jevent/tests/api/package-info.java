// SPDX-License-Identifier: Apache-2.0
/** The public signatures of each module, compared with those that are checked in. */
@NullMarked
package io.jevent.tests.api;

import org.jspecify.annotations.NullMarked;
