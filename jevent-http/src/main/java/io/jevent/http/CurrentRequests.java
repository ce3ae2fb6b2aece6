// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.hub.Attachments;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import java.util.IdentityHashMap;
import java.util.NoSuchElementException;

/**
 * The requests that the greenlets of a hub serve. A {@link io.jevent.local.Local} would leave a map of its own at the
 * greenlet of each connection, for as long as the connection lasts.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class CurrentRequests {

    private final IdentityHashMap<RawGreenlet, Request> requests = new IdentityHashMap<>();

    private CurrentRequests() {}

    static CurrentRequests of(Hub hub) {
        return Attachments.of(hub).get(CurrentRequests.class, CurrentRequests::new);
    }

    /**
     * Returns the request that the calling greenlet serves.
     *
     * @throws NoSuchElementException if it serves none
     */
    static Request get() {
        RawGreenlet greenlet = CurrentGreenlet.get();
        Request request = greenlet == null ? null : of(greenlet.hub()).requests.get(greenlet);
        if (request == null) {
            throw new NoSuchElementException(Thread.currentThread().getName() + " serves no request; only the greenlet"
                    + " that runs the handler has a current one, so pass it to other greenlets and threads");
        }
        return request;
    }

    void enter(Request request) {
        requests.put(CurrentGreenlet.require("a handler"), request);
    }

    void leave() {
        requests.remove(CurrentGreenlet.require("a handler"));
    }
}
