// SPDX-License-Identifier: Apache-2.0
/** Compares the documents with the code that they show and the output that it prints, and checks their words. */
@NullMarked
package io.jevent.tests.documents;

import org.jspecify.annotations.NullMarked;
