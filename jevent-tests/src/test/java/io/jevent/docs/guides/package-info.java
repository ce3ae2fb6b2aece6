// SPDX-License-Identifier: Apache-2.0
/** The programs that the pages of {@code docs/guides} show. */
@NullMarked
package io.jevent.docs.guides;

import org.jspecify.annotations.NullMarked;
