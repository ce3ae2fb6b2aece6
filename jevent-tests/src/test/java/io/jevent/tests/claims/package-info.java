// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the promises of the gevent tutorial: a class for each of its chapters, the promise's number in front of each
 * test's name. {@code docs/promises.md} lists them all.
 */
@NullMarked
package io.jevent.tests.claims;

import org.jspecify.annotations.NullMarked;
