// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.netty.util.AttributeKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A protocol that has taken over a connection from HTTP. It registers itself as the channel's attribute {@link #KEY}.
 */
public interface Takeover {

    /** The attribute of the channel that holds the protocol. */
    AttributeKey<Takeover> KEY = AttributeKey.valueOf(Takeover.class, "protocol");

    /** Called when the server stops: the protocol should end the connection soon. Must not block. */
    void drain();

    /**
     * Called when the request's handler has ended; the connection is closed after this call.
     *
     * @param failure the handler's exception; null if it returned
     * @param report receives the failure if it is the application's
     */
    void handled(@Nullable Throwable failure, Consumer<Throwable> report);
}
