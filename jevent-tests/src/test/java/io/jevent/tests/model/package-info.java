// SPDX-License-Identifier: Apache-2.0
/**
 * Random programs on the primitives, run by jevent and by a model of it that a reader can check: both must do the same.
 */
@NullMarked
package io.jevent.tests.model;

import org.jspecify.annotations.NullMarked;
