// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.hub.Durations;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reference to the actor of a key.
 *
 * <p>A message is delivered at most once, and the messages of one greenlet to one actor are delivered in order. A
 * message may be lost when a node ends or the network fails; only a reply tells that it was handled.
 *
 * <p>Messages and replies must not be changed after they were sent: within a node they are passed as they are, between
 * nodes they are copied.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @param <M> the type of the messages
 * @param <R> the type of the replies
 * @since 0.1
 */
public final class ActorRef<M, R extends @Nullable Object> {

    private final Region<M, R> region;
    private final String key;

    ActorRef(Region<M, R> region, String key) {
        this.region = region;
        this.key = key;
    }

    /**
     * Sends a message and does not wait. The message is dropped if the actor's mailbox is full.
     *
     * @param message the message
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    public void tell(M message) {
        region.tell(key, Objects.requireNonNull(message, "message"));
    }

    /**
     * Sends a message and waits for the reply. A kill or a timeout ends the wait, not the handling of the message: if
     * it ends without a reply, the message may have been handled.
     *
     * @param message the message
     * @param limit the longest wait
     * @return the reply
     * @throws Timeout if there is no reply in time
     * @throws ActorFailedException if the message was not handled, or not to its end
     * @throws ClusterClosedException if this node has left the cluster
     * @switches always
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // the actor of the key replies with an R, null only if R may be
    public R ask(M message, Duration limit) {
        Objects.requireNonNull(message, "message");
        long nanos = Durations.nanos(limit, "limit");
        var answer = new AsyncResult<@Nullable Object>();
        Runnable forget = region.ask(key, message, new Reply() {
            @Override
            public void value(@Nullable Object value) {
                answer.trySet(value);
            }

            @Override
            public void failure(ActorFailedException failure) {
                answer.setException(failure);
            }
        });
        try {
            if (!answer.joinNanos(nanos)) {
                throw Timeout.expired(limit);
            }
            return (R) answer.result();
        } finally {
            forget.run();
        }
    }

    /**
     * Returns the key.
     *
     * @return the key
     * @switches never
     */
    public String key() {
        return key;
    }

    @Override
    public String toString() {
        return "actor " + region.name() + "/" + key;
    }
}
