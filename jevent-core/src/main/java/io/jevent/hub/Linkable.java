// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * Something that becomes ready and tells those who linked themselves to it: greenlets, events, results, semaphores.
 *
 * @gevent the link protocol: {@code ready}, {@code rawlink}, {@code unlink}
 * @since 0.1
 */
public interface Linkable {

    /**
     * Whether it is ready now.
     *
     * @return true if waiting for it would return at once
     */
    boolean isReady();

    /**
     * Has {@code callback} called once in the hub of the caller when this is ready, in turn with its waiters; if it is
     * ready now, in the hub's next turn. Any thread that has a hub may call this.
     *
     * @param callback what to call; it must not block, and what it throws goes to the hub's error handling
     * @return the link, to remove it
     * @switches never
     */
    default Link rawlink(Runnable callback) {
        Link link = Link.calling(callback);
        addLink(link);
        return link;
    }

    /**
     * Removes the newest link that {@link #rawlink} made for {@code callback}, so that it is not called; works until
     * the call begins, also while others are being notified. Does nothing if the callback was called or never
     * registered.
     *
     * @param callback what {@link #rawlink} was given, the same instance
     * @switches never
     */
    void unlink(Runnable callback);

    /**
     * Adds a link, which keeps its place among the waiters; as {@link #rawlink} otherwise. {@link Link#unlink} removes
     * it in constant time, however many wait. A linkable that stands for another one passes the link on.
     *
     * @param link a new link
     * @switches never
     */
    void addLink(Link link);
}
