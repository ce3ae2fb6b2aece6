// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.actor.Actor;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Timer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The greenlet of one key: takes the messages from its mailbox and passes them to the {@link KeyedActor}, which it
 * replaces after a failure. Hub-confined.
 *
 * <p>Invariant: each delivery's reply is completed once: by the handler's outcome, by {@link #refuse}, or by
 * {@link #abandon} when the greenlet ends.
 */
final class Cell<M, R extends @Nullable Object> extends Actor<Delivery<M>> {

    private final ActorKind<M, R> kind;
    private final String key;
    private final Journal journal;
    private final Runnable idle;
    private @Nullable KeyedActor<M, R> actor;

    /** The replies that are owed; made when the first ask comes. */
    private @Nullable Set<Reply> owed;

    private @Nullable Timer timer;
    private long lastUse;

    /** The messages in the mailbox, and the tells among them. */
    private int queued;

    private int tells;
    private boolean busy;

    /**
     * Creates the greenlet of a key on the current hub.
     *
     * @param idle called when no message has come for the time of {@link ActorOptions#idle}
     */
    Cell(ActorKind<M, R> kind, String key, Journal journal, Runnable idle) {
        this.kind = kind;
        this.key = key;
        this.journal = journal;
        this.idle = idle;
        setName(kind.name() + "/" + key);
        lastUse = hub().now();
        rawlink(this::abandon);
    }

    /** Puts a message into the mailbox, or refuses it. */
    void deliver(Delivery<M> delivery) {
        if (isReady()) {
            kind.load().refuse(delivery.reply(), describe(), new ActorFailedException(describe() + " has ended"));
            return;
        }
        if (backlog() >= kind.options().mailbox()) {
            refuse(delivery);
            return;
        }
        lastUse = hub().now();
        if (delivery.reply() != Reply.NONE) {
            if (owed == null) {
                owed = new HashSet<>();
            }
            owed.add(delivery.reply());
        } else {
            tells++;
        }
        queued++;
        kind.load().waiting(1);
        tell(delivery);
        watch();
    }

    private void refuse(Delivery<M> delivery) {
        kind.load()
                .refuse(
                        delivery.reply(),
                        describe(),
                        new MailboxFullException(describe() + " has "
                                + kind.options().mailbox() + " messages waiting and takes no more"));
    }

    /** Creates the state before a message needs it. */
    void warmUp() {
        tell(new Delivery<>(null, new Reply() {
            @Override
            public void value(@Nullable Object value) {
                // it is there
            }

            @Override
            public void failure(ActorFailedException failure) {
                // printed where it was thrown
            }
        }));
    }

    /** Ends the greenlet after the messages in its mailbox, and takes no more. */
    void finish() {
        if (!isReady()) {
            tell(new Delivery<>(null, Reply.NONE));
            stop();
        }
    }

    @Override
    protected void receive(Delivery<M> delivery) throws Exception {
        M message = delivery.message();
        if (message == null && delivery.reply() == Reply.NONE) {
            leave();
            return;
        }
        if (message != null) {
            taken(delivery);
        }
        busy = true;
        try {
            KeyedActor<M, R> current = current();
            R value = message == null ? null : current.receive(message);
            settle(delivery.reply());
            delivery.reply().value(value);
        } catch (GreenletExit kill) {
            throw kill;
        } catch (Throwable failure) {
            fail(delivery.reply(), failure);
        } finally {
            busy = false;
            lastUse = hub().now();
        }
    }

    private void taken(Delivery<M> delivery) {
        queued--;
        if (delivery.reply() == Reply.NONE) {
            tells--;
        }
        kind.load().waiting(-1);
    }

    private KeyedActor<M, R> current() throws Exception {
        KeyedActor<M, R> known = actor;
        if (known == null) {
            known = kind.factory().apply(key);
            if (known instanceof DurableActor<?, ?, ?> durable) {
                durable.recover(journal);
            }
            known.started();
            actor = known;
        }
        return known;
    }

    private void fail(Reply reply, Throwable failure) {
        actor = null;
        settle(reply);
        reply.failure(new ActorFailedException(describe() + " failed: " + failure));
        hub().handleError(this, failure);
    }

    private void settle(Reply reply) {
        if (owed != null) {
            owed.remove(reply);
        }
    }

    private void leave() throws Exception {
        KeyedActor<M, R> last = actor;
        actor = null;
        if (last != null) {
            last.stopped();
        }
    }

    private void watch() {
        if (timer == null && !kind.options().idle().isZero()) {
            timer = hub().schedule(kind.options().idle(), this::checkIdle);
        }
    }

    private void checkIdle() {
        timer = null;
        if (isReady()) {
            return;
        }
        long left = kind.options().idle().toNanos() - (hub().now() - lastUse);
        if (busy || backlog() > 0) {
            watch();
        } else if (left > 0) {
            timer = hub().schedule(java.time.Duration.ofNanos(left), this::checkIdle);
        } else {
            idle.run();
        }
    }

    /** Runs when the greenlet has ended. */
    private void abandon() {
        if (timer != null) {
            timer.cancel();
        }
        kind.load().waiting(-queued);
        for (; tells > 0; tells--) {
            kind.load().refuse(Reply.NONE, describe(), new ActorFailedException("the actor was killed"));
        }
        if (owed != null) {
            for (Reply reply : new ArrayList<>(owed)) {
                reply.failure(new ActorFailedException(describe() + " ended without a reply"));
            }
            owed = null;
        }
    }

    private String describe() {
        return "actor " + kind.name() + "/" + key;
    }
}
