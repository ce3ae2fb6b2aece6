// SPDX-License-Identifier: Apache-2.0
/** What the documents show is code that was compiled, and output that was printed. */
@NullMarked
package io.jevent.tests.documents;

import org.jspecify.annotations.NullMarked;
