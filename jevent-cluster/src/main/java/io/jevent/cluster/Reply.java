// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import org.jspecify.annotations.Nullable;

/** Takes the outcome of an ask, once. Any thread may call it. */
interface Reply {

    /** Ignores the outcome: the message was told. */
    Reply NONE = new Reply() {
        @Override
        public void value(@Nullable Object value) {
            // nobody waits for it
        }

        @Override
        public void failure(ActorFailedException failure) {
            // nobody waits for it
        }
    };

    /** Completes the ask with a reply. */
    void value(@Nullable Object value);

    /** Fails the ask. */
    void failure(ActorFailedException failure);
}
