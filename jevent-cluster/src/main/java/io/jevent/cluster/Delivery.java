// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import org.jspecify.annotations.Nullable;

/**
 * An entry of an actor's mailbox.
 *
 * @param message the message, or null for the end
 * @param reply takes the outcome
 */
record Delivery<M>(@Nullable M message, Reply reply) {}
