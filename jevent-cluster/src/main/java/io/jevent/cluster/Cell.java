// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.Greenlet;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.hub.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The actor of one key on a hub: its mailbox, the {@link KeyedActor}, which it replaces after a failure, and while
 * messages wait a greenlet that passes them to it. An idle actor has neither a greenlet nor a mailbox, so it takes
 * little memory. Hub-confined.
 *
 * <p>States: idle, working (with a {@link Worker}), finishing (takes no more messages), ended.
 *
 * <p>Invariant: each delivery's reply is completed once: by the handler's outcome, by {@link #refuse}, or by
 * {@link #abandon} when the greenlet is killed.
 */
final class Cell<M, R extends @Nullable Object> {

    /** The last entry of a mailbox. */
    private static final Delivery<?> END = new Delivery<>(null, Reply.NONE);

    /** Called on the hub. */
    interface Owner<M, R extends @Nullable Object> {

        /** No message has come for the time of {@link ActorOptions#idle}. */
        void idle(String key);

        /** The cell is of no more use. */
        void ended(Cell<M, R> cell);
    }

    private final Hub hub = Hub.current();
    private final ActorKind<M, R> kind;
    private final String key;
    private final Journal journal;
    private final Owner<M, R> owner;
    private @Nullable KeyedActor<M, R> actor;
    private @Nullable Worker worker;
    private @Nullable Queue<Delivery<M>> mailbox;

    /** The message that the actor handles now. */
    private @Nullable Delivery<M> current;

    private @Nullable Timer timer;
    private @Nullable Event joined;
    private long lastUse;
    private boolean finishing;
    private boolean ended;

    /** Creates the actor of a key on the current hub. */
    Cell(ActorKind<M, R> kind, String key, Journal journal, Owner<M, R> owner) {
        this.kind = kind;
        this.key = key;
        this.journal = journal;
        this.owner = owner;
        lastUse = hub.now();
    }

    String key() {
        return key;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Puts a message into the mailbox, or refuses it. */
    void deliver(Delivery<M> delivery) {
        if (finishing || ended) {
            refuse(delivery, new ActorFailedException(this + " has ended"));
        } else if (mailbox != null && mailbox.size() >= kind.options().mailbox()) {
            refuse(
                    delivery,
                    new MailboxFullException(
                            this + " has " + kind.options().mailbox() + " messages waiting and takes no more"));
        } else {
            lastUse = hub.now();
            kind.load().waiting(1);
            put(delivery);
            watch();
        }
    }

    private void refuse(Delivery<M> delivery, ActorFailedException why) {
        kind.load().refuse(delivery.reply(), toString(), why);
    }

    private void put(Delivery<M> delivery) {
        if (mailbox == null) {
            mailbox = new ArrayDeque<>(1);
        }
        mailbox.add(delivery);
        if (worker == null) {
            worker = new Worker();
            worker.start();
        }
    }

    /** Creates the state before a message needs it. */
    void warmUp() {
        put(new Delivery<>(null, new Reply() {
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

    /** Ends after the messages in the mailbox, and takes no more. */
    @SuppressWarnings("unchecked") // it has no message
    void finish() {
        if (finishing || ended) {
            return;
        }
        finishing = true;
        if (actor == null && worker == null) {
            end();
        } else {
            put((Delivery<M>) END);
        }
    }

    /** Kills the greenlet; the messages in the mailbox are abandoned. */
    void cancel() {
        finishing = true;
        if (worker == null) {
            end();
        } else {
            boolean _ = worker.cancel(true);
        }
    }

    /** Waits for the end. */
    void join() {
        if (ended) {
            return;
        }
        if (joined == null) {
            joined = new Event();
        }
        joined.await();
    }

    /** Takes the messages from the mailbox until there is none. */
    private final class Worker extends Greenlet<@Nullable Void> {

        Worker() {
            setName(kind.name() + "/" + key);
        }

        @Override
        protected @Nullable Void run() throws Exception {
            boolean killed = true;
            try {
                while (mailbox != null && !ended) {
                    Delivery<M> next = mailbox.poll();
                    if (next == null) {
                        mailbox = null;
                    } else if (next == END) {
                        leave();
                    } else {
                        receive(next, this);
                    }
                }
                killed = false;
            } finally {
                worker = null;
                if (killed) {
                    abandon();
                }
            }
            return null;
        }

        /** It was killed before its first turn. */
        @Override
        protected void cutOff() {
            worker = null;
            abandon();
        }
    }

    private void receive(Delivery<M> delivery, Greenlet<?> self) {
        M message = delivery.message();
        if (message != null) {
            kind.load().waiting(-1);
        }
        current = delivery;
        try {
            KeyedActor<M, R> state = state();
            R value = message == null ? null : state.receive(message);
            current = null;
            delivery.reply().value(value);
        } catch (GreenletExit kill) {
            throw kill;
        } catch (Throwable failure) {
            actor = null;
            current = null;
            delivery.reply().failure(new ActorFailedException(this + " failed: " + failure));
            hub.handleError(self, failure);
        }
        lastUse = hub.now();
    }

    private KeyedActor<M, R> state() throws Exception {
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

    private void leave() throws Exception {
        KeyedActor<M, R> last = actor;
        actor = null;
        try {
            if (last != null) {
                last.stopped();
            }
        } finally {
            end();
        }
    }

    private void watch() {
        if (timer == null && !kind.options().idle().isZero()) {
            timer = hub.schedule(kind.options().idle(), this::checkIdle);
        }
    }

    private void checkIdle() {
        timer = null;
        if (ended) {
            return;
        }
        long left = kind.options().idle().toNanos() - (hub.now() - lastUse);
        if (worker != null) {
            watch();
        } else if (left > 0) {
            timer = hub.schedule(Duration.ofNanos(left), this::checkIdle);
        } else {
            owner.idle(key);
        }
    }

    /** The greenlet was killed: no message that waits will be handled. */
    private void abandon() {
        Delivery<M> handled = current;
        current = null;
        if (handled != null && handled.reply() != Reply.NONE) {
            handled.reply().failure(lost());
        }
        Queue<Delivery<M>> left = mailbox;
        if (left != null) {
            for (Delivery<M> delivery : left) {
                if (delivery.message() != null) {
                    kind.load().waiting(-1);
                    refuse(delivery, lost());
                }
            }
        }
        end();
    }

    private ActorFailedException lost() {
        return new ActorFailedException(this + " ended without a reply");
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        mailbox = null;
        actor = null;
        if (timer != null) {
            timer.cancel();
        }
        if (joined != null) {
            joined.set();
        }
        owner.ended(this);
    }

    @Override
    public String toString() {
        return "actor " + kind.name() + "/" + key;
    }
}
