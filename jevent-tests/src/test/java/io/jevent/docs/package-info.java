// SPDX-License-Identifier: Apache-2.0
/** The programs that the documents show and that are not examples of their own. */
@NullMarked
package io.jevent.docs;

import org.jspecify.annotations.NullMarked;
