// SPDX-License-Identifier: Apache-2.0
/**
 * Brings messages to all processes of a program: {@link io.jevent.backplane.Backplane Backplane} publishes to a channel
 * and subscribes to one, {@link io.jevent.backplane.BackplaneSubscription BackplaneSubscription} is what a receiver
 * closes in the end. {@link io.jevent.backplane.Subscribers Subscribers} is for those who write another backplane.
 *
 * <p>{@link io.jevent.backplane.Backplane#local()} is one process alone; {@code jevent-redis} and
 * {@code jevent-cluster} have those for several.
 */
@NullMarked
package io.jevent.backplane;

import org.jspecify.annotations.NullMarked;
