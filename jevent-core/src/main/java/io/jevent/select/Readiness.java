// SPDX-License-Identifier: Apache-2.0
package io.jevent.select;

import io.jevent.hub.Linkable;

/**
 * In what way something is ready.
 *
 * @gevent {@code POLLIN}, {@code POLLOUT}, {@code POLLNVAL}
 * @since 0.1
 */
public enum Readiness {
    /** It can be read from. */
    READABLE,
    /** It can be written to. */
    WRITABLE,
    /** It has been closed; always reported, it need not be asked for. */
    CLOSED;

    /** The view of {@code object} that tells this. */
    Linkable of(Selectable object) {
        return switch (this) {
            case READABLE -> object.readable();
            case WRITABLE -> object.writable();
            case CLOSED ->
                throw new IllegalArgumentException(
                        "CLOSED is always reported; ask for READABLE or WRITABLE: " + object);
        };
    }
}
