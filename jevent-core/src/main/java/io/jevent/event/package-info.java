// SPDX-License-Identifier: Apache-2.0
/**
 * Things that happen: an {@link io.jevent.event.Event} that greenlets wait for, an {@link io.jevent.event.AsyncResult}
 * that also carries a value.
 *
 * @gevent {@code gevent.event}
 */
@NullMarked
package io.jevent.event;

import org.jspecify.annotations.NullMarked;
