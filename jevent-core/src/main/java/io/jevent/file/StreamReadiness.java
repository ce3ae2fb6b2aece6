// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import io.jevent.hub.AbstractLinkable;
import io.jevent.hub.Link;
import io.jevent.hub.WaitList;
import java.util.function.BooleanSupplier;

/** The link protocol of one side of a stream: links stand in the wait list of the stream's thread. */
final class StreamReadiness extends AbstractLinkable {

    private final BooleanSupplier state;

    /** Invariant: {@code state} changes under the mutex of {@code waiting} and then drains it; it locks by itself. */
    StreamReadiness(WaitList waiting, BooleanSupplier state) {
        super(waiting);
        this.state = state;
    }

    @Override
    public boolean isReady() {
        return state.getAsBoolean();
    }

    /** Links first and asks then, so that what happens in between is not missed. */
    @Override
    public void addLink(Link link) {
        super.addLink(link);
        if (state.getAsBoolean()) {
            WaitList.notifyLink(link);
        }
    }
}
