// SPDX-License-Identifier: Apache-2.0
/**
 * The JVM as a program in a closed world sees it: a {@code World} belongs to each hub that is one, and has its clock,
 * its threads and its pools. {@code Originals} are the way around it. Exported to jevent's own modules only.
 */
@NullMarked
package io.jevent.internal.world;

import org.jspecify.annotations.NullMarked;
