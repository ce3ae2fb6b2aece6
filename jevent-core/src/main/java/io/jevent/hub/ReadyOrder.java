// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which of those that are ready runs next. Without one a hub is first in first out; a test may put a seeded
 * choice here to explore other orders and to replay one. It orders greenlets and foreign virtual threads, also those
 * that waited in code of the JDK; callbacks keep the order in which they were sent, so only the first one can be
 * chosen.
 *
 * @audience SPI
 * @since 0.1
 */
@FunctionalInterface
public interface ReadyOrder {

    /**
     * Chooses. Called on the hub; must not block.
     *
     * @param ready how many are ready, at least 2
     * @return which one runs next: 0 is the one that has been ready longest
     */
    int next(int ready);

    /**
     * Chooses with the knowledge who is ready, and sees every step of the hub: this is called before each entry of the
     * run queue, also if only one is ready. Called on the hub's bare carrier; must not block and must take no lock of
     * the JDK.
     *
     * @param ready those that are ready, at least 1; valid during the call
     * @return which one runs next: 0 is the one that has been ready longest
     */
    default int next(Ready ready) {
        return ready.size() == 1 ? 0 : next(ready.size());
    }

    /**
     * Those that are ready, in the order in which they became so. Of the callbacks only the first is among them.
     *
     * @audience SPI
     * @since 0.1
     */
    interface Ready {

        /** {@return how many can be chosen} */
        int size();

        /**
         * Identifies one of those that are ready.
         *
         * @param index from 0 on
         * @return a {@link RawGreenlet}, a {@link Thread} that is a foreign virtual thread of the hub, each time the
         *     same object; anything else is a call that the hub makes
         */
        Object at(int index);

        /**
         * Tells which object the one that is ready is about to use.
         *
         * @param index from 0 on
         * @return the object whose wait has ended, such as a queue, a lock or a joined greenlet; null for one that
         *     starts, yielded or slept, and where it is not known
         */
        @Nullable
        Object operation(int index);

        /**
         * Walks the stack of one that is ready; takes some ten microseconds.
         *
         * @param index from 0 on
         * @return the frames of the program, without those of jevent and the JDK, innermost first: the first is where
         *     it goes on; empty for one that starts and for calls of the hub
         */
        List<StackTraceElement> stack(int index);
    }
}
