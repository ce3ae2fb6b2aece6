// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.List;

/** A {@link SessionBucket} whose changes are stored. The time of the last use is not: it begins anew. */
final class DurableSessionBucket extends DurableActor<SessionMessage, Object, SessionMessage> {

    private final SessionBucket bucket = new SessionBucket();

    @Override
    public Object receive(SessionMessage message) {
        return bucket.receive(message, this::persist);
    }

    @Override
    protected void apply(SessionMessage event) {
        bucket.apply(event);
    }

    @Override
    protected Object snapshot() {
        return bucket.snapshot();
    }

    @Override
    protected void restore(Object state) {
        for (Object event : (List<?>) state) {
            bucket.apply((SessionMessage) event);
        }
    }
}
