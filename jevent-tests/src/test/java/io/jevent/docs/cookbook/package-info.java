// SPDX-License-Identifier: Apache-2.0
/** The programs that {@code docs/guides/cookbook.md} shows. */
@NullMarked
package io.jevent.docs.cookbook;

import org.jspecify.annotations.NullMarked;
