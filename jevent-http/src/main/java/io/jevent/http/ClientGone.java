// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.exceptions.GreenletExit;

/**
 * Cancels the wait of a handler whose client has closed the connection: its response has no receiver any more. Let it
 * propagate; {@code finally} blocks still run. A handler that does not wait is not disturbed.
 *
 * <p>A client that only shuts down its output and still reads looks the same and is treated the same;
 * {@link HttpOptions#endWhenClientLeaves} turns that off.
 *
 * @since 0.1
 */
public final class ClientGone extends GreenletExit {

    private static final long serialVersionUID = 1L;

    ClientGone(String message) {
        super(message);
    }
}
