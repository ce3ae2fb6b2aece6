// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.netty.util.AttributeKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A protocol that took over a connection from HTTP, as it may ask for by putting itself under {@link #KEY}. */
public interface Takeover {

    /** The attribute of the channel under which HTTP finds it. */
    AttributeKey<Takeover> KEY = AttributeKey.valueOf(Takeover.class, "protocol");

    /** The server stops, and the connection is to end soon. Never waits. */
    void drain();

    /**
     * The handler of the request has ended, and the connection is closed after this call.
     *
     * @param failure what it threw; null if it returned
     * @param report is given the failure if it is the application's
     */
    void handled(@Nullable Throwable failure, Consumer<Throwable> report);
}
