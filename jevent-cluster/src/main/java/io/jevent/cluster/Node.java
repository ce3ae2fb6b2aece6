// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.Parcel.Answer;
import io.jevent.cluster.Parcel.Outcome;
import io.jevent.cluster.Parcel.Packed;
import io.jevent.cluster.Parcel.ToActor;
import io.jevent.event.Event;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The state that the parts of one node share. Any thread may use it. */
final class Node {

    private final Hub hub = Hub.current();
    private final AllowList allowed;
    private final int maxMessageSize;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Reply> pending = new ConcurrentHashMap<>();
    private final Drops drops = new Drops();
    private final Event ended = new Event();
    private volatile @Nullable String closed;

    Node(AllowList allowed, int maxMessageSize) {
        this.allowed = allowed;
        this.maxMessageSize = maxMessageSize;
    }

    Drops drops() {
        return drops;
    }

    /** Set when this node is no member any more. */
    Event ended() {
        return ended;
    }

    Hub hub() {
        return hub;
    }

    AllowList allowed() {
        return allowed;
    }

    int maxMessageSize() {
        return maxMessageSize;
    }

    /** Has the hub run something; returns false if it is closed. */
    boolean onHub(Runnable work) {
        try {
            var _ = hub.runCallback((DirectCallback) work::run);
            return true;
        } catch (HubClosedException _) {
            return false;
        }
    }

    /** Numbers an ask. */
    long await(Reply reply) {
        long id = lastId.incrementAndGet();
        pending.put(id, reply);
        return id;
    }

    void forget(long id) {
        pending.remove(id);
    }

    /** Fails an ask whose message cannot be sent; counts a tell. */
    void refused(ToActor message, MessageRefusedException why) {
        if (message.id() == 0) {
            drops.add("the actor of " + message.key(), String.valueOf(why.getMessage()));
            return;
        }
        Reply reply = pending.remove(message.id());
        if (reply != null) {
            reply.failure(why);
        }
    }

    /** Completes an ask. */
    void answered(Answer answer) {
        Reply reply = pending.remove(answer.id());
        if (reply == null) {
            return;
        }
        try {
            Object content = unpack(answer.content());
            if (answer.outcome() == Outcome.REPLIED) {
                reply.value(content);
            } else {
                reply.failure(failure(answer.outcome(), String.valueOf(content)));
            }
        } catch (MessageRefusedException e) {
            reply.failure(e);
        }
    }

    private static ActorFailedException failure(Outcome outcome, String text) {
        return switch (outcome) {
            case MAILBOX_FULL -> new MailboxFullException(text);
            case REFUSED -> new MessageRefusedException(text);
            default -> new ActorFailedException(text);
        };
    }

    /** Returns an answer that carries a failure. */
    static Answer answer(long id, ActorFailedException failure) {
        Outcome outcome = switch (failure) {
            case MailboxFullException _ -> Outcome.MAILBOX_FULL;
            case MessageRefusedException _ -> Outcome.REFUSED;
            default -> Outcome.FAILED;
        };
        return new Answer(id, outcome, failure.getMessage());
    }

    /**
     * Returns the program's object.
     *
     * @throws MessageRefusedException if it cannot be decoded here
     */
    @Nullable
    Object unpack(@Nullable Object content) {
        return content instanceof Packed(byte[] bytes) ? Decoder.decode(bytes, allowed) : content;
    }

    /** Ends all asks: this node is no member any more. */
    void close(String why) {
        if (closed == null) {
            closed = why;
        }
        ended.set();
        for (Long id : List.copyOf(pending.keySet())) {
            Reply reply = pending.remove(id);
            if (reply != null) {
                reply.failure(new ActorFailedException(why));
            }
        }
    }

    boolean isClosed() {
        return closed != null;
    }

    /** Throws if this node is no member any more. */
    void checkOpen() {
        String why = closed;
        if (why != null) {
            throw new ClusterClosedException(why);
        }
    }
}
