// SPDX-License-Identifier: Apache-2.0
package io.jevent.select;

import io.jevent.hub.Hub;
import io.jevent.hub.Linkable;

/**
 * Something that greenlets read from or write to, and that can be asked, and waited for, whether that would have to
 * wait: sockets, the pipes of a process.
 *
 * <p>For those who implement it: {@link #readable} and {@link #writable} are cheap, do not block, and return the same
 * views again and again. {@link Linkable#isReady} tells how it is at this moment, without reading anything; a link is
 * called once, when that has become true. When it is closed, by any thread, both become ready and call all their links.
 * If the event that makes it ready comes from outside of the hub, the hub must not take its waiters for stuck: as long
 * as there are links and it is not ready, it holds the hub with {@link Hub#retain}, or the hub's loop knows it.
 *
 * @gevent what {@code gevent.select} takes: an object with a {@code fileno()}
 * @since 0.1
 */
public interface Selectable {

    /**
     * Returns a view that is ready when a read (an accept) would return at once: with something, with the end, with a
     * failure, or because this is closed.
     *
     * @return the view, always the same one
     * @throws UnsupportedOperationException if this cannot be read from
     */
    default Linkable readable() {
        throw new UnsupportedOperationException(this + " cannot be read from; select it for writing only");
    }

    /**
     * Returns a view that is ready when a write of something would not have to wait: it would take at least a part, or
     * fail. One write may be larger than the part that is taken without a wait.
     *
     * @return the view, always the same one
     * @throws UnsupportedOperationException if this cannot be written to
     */
    default Linkable writable() {
        throw new UnsupportedOperationException(this + " cannot be written to; select it for reading only");
    }

    /**
     * Whether this end has not been closed.
     *
     * @return true until this object is closed; what the other end does changes nothing here
     */
    boolean isOpen();
}
