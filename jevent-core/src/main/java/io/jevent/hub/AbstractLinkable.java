// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * The link protocol of a primitive whose links stand in a wait list.
 *
 * @gevent {@code gevent._abstract_linkable.AbstractLinkable}
 * @audience SPI
 * @since 0.1
 */
public abstract class AbstractLinkable implements Linkable {

    /** The links, and perhaps waiters among them. */
    protected final WaitList links;

    /**
     * Makes a linkable.
     *
     * @param links the list for its links
     */
    protected AbstractLinkable(WaitList links) {
        this.links = links;
    }

    /**
     * Tells, under the mutex of the list, whether a new link must be notified at once. A subclass whose state is not
     * guarded by that mutex overrides {@link #addLink} instead, and asks after it has added the link.
     *
     * @return true if this is ready; false unless overridden
     */
    protected boolean isReadyLocked() {
        return false;
    }

    @Override
    public void addLink(Link link) {
        links.link(link, this::isReadyLocked);
    }

    @Override
    public void unlink(Runnable callback) {
        var _ = links.unlink(callback);
    }
}
