// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.exceptions.GreenletExit;

/**
 * Thrown into a handler that waits for something while its client leaves: nobody is there for the answer any more. Let
 * it pass; what {@code finally} blocks do is still done. A handler that does not wait is not disturbed.
 *
 * <p>A client that only says that it will send nothing more, and goes on to read, looks the same and is treated the
 * same; {@link HttpOptions#endWhenClientLeaves} turns that off.
 */
public final class ClientGone extends GreenletExit {

    private static final long serialVersionUID = 1L;

    ClientGone(String message) {
        super(message);
    }
}
