// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One fresh object on which a blocking call has to wait, and how to end that wait. */
final class Scene {

    /** A property of a scene. */
    enum Trait {
        /** A wake-up that comes while nobody waits lets the next call through. */
        REMEMBERS,
        /** The wake-up ends the wait at once, and may be sent by a callback of the hub. */
        WAKES_FROM_HUB,
        /** Somebody is at work while it waits, so that a virtual clock does not jump by itself. */
        HOLDS_CLOCK,
        /** The wake-up comes from another thread, some time after it was asked for. */
        OUTSIDE,
        /** Its limit is a {@code Timeout} around all that it does, and no poll if it is zero. */
        LIMIT_IS_TIMEOUT,
        /** Even with a limit of zero it gives the others a turn. */
        POLL_GIVES_WAY,
        /** After the wake-up it may have to wait again before it ends. */
        SEVERAL_WAITS,
        /** Only the main or root greenlet may make the call. */
        PRINCIPAL_ONLY
    }

    /** The call. */
    @FunctionalInterface
    interface Call {
        void run() throws Exception;
    }

    /** The call with a limit of its own. */
    @FunctionalInterface
    interface LimitedCall {

        /** Returns false if the call said that its own time had passed. */
        boolean run(Duration limit) throws Exception;
    }

    private final Object subject;
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private Call block = () -> {
        throw new IllegalStateException("a scene needs a call");
    };
    private @Nullable LimitedCall limited;
    private Call wake = () -> {
        throw new IllegalStateException("a scene needs a wake-up");
    };
    private Call end = () -> {};

    private Scene(Object subject) {
        this.subject = subject;
    }

    /** Begins a scene around the object whose wait lists are looked at afterwards. */
    static Scene on(Object subject) {
        return new Scene(subject);
    }

    /** Returns false if the call said that its own time had passed: by an exception, as sockets do. */
    static boolean inTime(Call call) throws Exception {
        try {
            call.run();
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    Scene block(Call call) {
        block = call;
        return this;
    }

    Scene limited(LimitedCall call) {
        limited = call;
        return this;
    }

    Scene wake(Call call) {
        wake = call;
        return this;
    }

    /** Sets the clean-up of the scene. */
    Scene end(Call call) {
        end = call;
        return this;
    }

    Scene with(Trait... more) {
        traits.addAll(List.of(more));
        return this;
    }

    Object subject() {
        return subject;
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    boolean isLimited() {
        return limited != null;
    }

    void block() throws Exception {
        block.run();
    }

    boolean block(Duration limit) throws Exception {
        LimitedCall call = limited;
        if (call == null) {
            throw new IllegalStateException("this call has no limit of its own");
        }
        return call.run(limit);
    }

    void wake() throws Exception {
        wake.run();
    }

    void end() throws Exception {
        end.run();
    }
}
